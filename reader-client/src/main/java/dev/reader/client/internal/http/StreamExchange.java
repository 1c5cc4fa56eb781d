package dev.reader.client.internal.http;

import dev.reader.client.ReaderListener;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.http.NetworkGuard.Trace;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a stream of events once, has it read on the calling thread, and returns how it ended.
 *
 * <p>The time-out of the request applies until the response begins. From then on only an idle connection is ended.
 */
final class StreamExchange {
    private static final Logger LOG = LoggerFactory.getLogger("dev.reader.client.http");

    private final ClientResources resources;
    private final Settings settings;
    private final HttpExchange exchange;
    private final ResponseParser parser;

    StreamExchange(ClientResources resources, Settings settings, HttpExchange exchange, ResponseParser parser) {
        this.resources = resources;
        this.settings = settings;
        this.exchange = exchange;
        this.parser = parser;
    }

    /**
     * Reads until the reader has enough or the stream ends.
     *
     * @param lastEventId the last event id of an earlier connection, or null
     */
    StreamEnd listen(ApiRequest request, Attempt attempt, @Nullable String lastEventId, StreamReader reader) {
        Outcome.Failure<?> refused = exchange.refused(request, attempt);
        if (refused != null) {
            return new StreamEnd.NotOpened(refused);
        }
        Connection connection = new Connection(request, attempt, lastEventId, reader);
        try {
            return resources.calls().execute(connection.call, connection::read);
        } catch (IOException e) {
            return connection.broken(e);
        }
    }

    /** The state of one connection; used by the thread that reads it. */
    private final class Connection {
        private final ApiRequest request;
        private final Attempt attempt;
        private final StreamReader reader;
        private final Trace trace;
        private final Call call;
        private final long start = resources.time().nanos();
        private long opened;
        private boolean open;

        Connection(ApiRequest request, Attempt attempt, @Nullable String lastEventId, StreamReader reader) {
            this.request = request;
            this.attempt = attempt;
            this.reader = reader;
            this.trace = new Trace(attempt.permit());
            this.call = resources.http().streamCalls().newCall(httpRequest(request, trace, lastEventId));
            call.timeout().timeout(attempt.timeout().toNanos(), TimeUnit.NANOSECONDS);
        }

        StreamEnd read(Response response) throws IOException {
            opened = resources.time().nanos();
            attempt.permit().sent();
            LOG.debug(
                    "{} returned {}, attempt {}, {} ms, request {}",
                    request,
                    response.code(),
                    attempt.number(),
                    millis(opened - start),
                    response.header("x-request-id"));
            String problem = problem(response);
            if (problem != null) {
                String message = "the response to " + request + " (status " + response.code() + ", "
                        + response.header("Content-Type") + ", request " + response.header("x-request-id") + ") "
                        + problem;
                ReaderException unusable = new ReaderProtocolException(message, null);
                report(response, unusable);
                return new StreamEnd.NotOpened(new Outcome.Failure<>(unusable, Outcome.Kind.FINAL));
            }
            if (!response.isSuccessful()) {
                RawResponse error =
                        new RawResponse(response.code(), response.headers(), exchange.body(response), attempt.number());
                Outcome.Failure<?> refusal =
                        parser.refusal(request, error, resources.time().now());
                report(response, refusal.exception());
                return new StreamEnd.NotOpened(refusal);
            }
            report(response, null);
            CallTimeouts.lift(call);
            open = true;
            reader.read(response);
            return new StreamEnd.Enough();
        }

        private void report(@Nullable Response response, @Nullable ReaderException failure) {
            Duration elapsed = Duration.ofNanos(resources.time().nanos() - start);
            resources
                    .notifier()
                    .notify(listener -> listener.onAttempt(new ReaderListener.Attempt(
                            request.operation().toString(),
                            attempt.number(),
                            response == null ? null : response.code(),
                            failure instanceof ReaderApiException refusal ? refusal.code() : null,
                            response == null ? null : response.header("x-request-id"),
                            elapsed,
                            failure)));
        }

        StreamEnd broken(IOException cause) {
            ReaderException ended = exchange.ended(request, cause, false);
            if (ended != null) {
                throw ended;
            }
            if (!open) {
                Outcome.Failure<?> failure = exchange.failure(request, attempt, call, trace, cause);
                LOG.debug(
                        "{} failed, attempt {}: {}",
                        request,
                        attempt.number(),
                        failure.exception().getMessage());
                report(null, failure.exception());
                return new StreamEnd.NotOpened(failure);
            }
            long now = resources.time().nanos();
            Duration idleTimeout = settings.streams().idleTimeout();
            boolean idle = cause instanceof SocketTimeoutException;
            String what = idle
                    ? "timed out: no byte arrived for " + idleTimeout.toMillis() + " ms"
                    : "was cut: " + HttpExchange.describe(cause);
            LOG.debug("the stream {} {}, after {} ms", request, what, millis(now - opened));
            long stood = now - opened - (idle ? idleTimeout.toNanos() : 0);
            return new StreamEnd.Cut(
                    new ReaderConnectionException("the stream " + request + " " + what, cause, false, null),
                    idle,
                    Duration.ofNanos(Math.max(0, stood)));
        }
    }

    private Request httpRequest(ApiRequest request, Trace trace, @Nullable String lastEventId) {
        Request.Builder http = exchange.httpRequest(request, trace)
                .newBuilder()
                .header("Accept", "text/event-stream")
                // A proxy would delay events to compress them.
                .header("Accept-Encoding", "identity")
                .header("Cache-Control", "no-cache");
        if (lastEventId == null) {
            return http.build();
        }
        Headers headers = http.build()
                .headers()
                .newBuilder()
                .addUnsafeNonAscii("Last-Event-ID", lastEventId)
                .build();
        return http.headers(headers).build();
    }

    /** Returns what keeps a successful response from being a stream of events, or null. */
    private static @Nullable String problem(Response response) {
        if (!response.isSuccessful()) {
            return null;
        }
        if (response.code() != 200) {
            return "is not a stream of events";
        }
        MediaType type = response.body().contentType();
        boolean events =
                type != null && type.type().equals("text") && type.subtype().equals("event-stream");
        String encoding = response.header("Content-Encoding", "identity");
        if (events && encoding.equalsIgnoreCase("identity")) {
            return null;
        }
        return events ? "is encoded as " + encoding : "is not a stream of events";
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
