package dev.reader.client.internal.http;

import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.http.NetworkGuard.Trace;
import dev.reader.client.internal.sse.EventHandler;
import dev.reader.client.internal.sse.EventReader;
import dev.reader.client.internal.sse.EventTooLargeException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a stream of events once, reads it on the calling thread, and says what became of it.
 *
 * <p>Uses HTTP/1.1, where a slow reader stops the sender; HTTP/2 would buffer megabytes a stream. The time-out of the
 * request holds until the answer begins. From then on only silence ends the stream, which the socket's read time-out
 * notices: it counts while a byte is waited for, and not while the handler is at work.
 */
final class StreamExchange {
    private static final Logger LOG = LoggerFactory.getLogger("dev.reader.client.http");

    private final ClientResources resources;
    private final Settings settings;
    private final Exchange exchange;
    private final Answers answers;
    private final OkHttpClient http;

    StreamExchange(ClientResources resources, Settings settings, Exchange exchange, Answers answers) {
        this.resources = resources;
        this.settings = settings;
        this.exchange = exchange;
        this.answers = answers;
        OkHttpClient.Builder builder =
                resources.http().newBuilder().readTimeout(settings.streams().idleTimeout());
        if (!resources.http().protocols().contains(Protocol.H2_PRIOR_KNOWLEDGE)) {
            builder.protocols(List.of(Protocol.HTTP_1_1));
        }
        this.http = builder.build();
    }

    /**
     * Listens until the handler has enough or the stream is over, one way or the other.
     *
     * @param deadlineNanos when it ends in any case by a {@link DeadlineException}, in the nanoseconds of {@link Time}
     */
    StreamEnd listen(ApiRequest request, Attempt attempt, long deadlineNanos, EventHandler handler) {
        Connection connection = new Connection(request, attempt, deadlineNanos, handler);
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
        private final long deadlineNanos;
        private final EventHandler handler;
        private final Trace trace = new Trace();
        private final Call call;
        private final long start = resources.time().nanos();
        private long opened;
        private @Nullable EventReader events;

        Connection(ApiRequest request, Attempt attempt, long deadlineNanos, EventHandler handler) {
            this.request = request;
            this.attempt = attempt;
            this.deadlineNanos = deadlineNanos;
            this.handler = handler;
            this.call = http.newCall(httpRequest(request, trace));
            call.timeout().timeout(attempt.timeout().toNanos(), TimeUnit.NANOSECONDS);
        }

        StreamEnd read(Response response) throws IOException {
            opened = resources.time().nanos();
            LOG.debug(
                    "{} answered {}, attempt {}, {} ms, request {}",
                    request,
                    response.code(),
                    attempt.number(),
                    millis(opened - start),
                    response.header("x-request-id"));
            String wrong = wrong(response);
            if (wrong != null) {
                String what = "the answer to " + request + " (status " + response.code() + ", "
                        + response.header("Content-Type") + ", request " + response.header("x-request-id") + ") "
                        + wrong;
                return new StreamEnd.NotOpened(
                        new Outcome.Failure<>(new ReaderProtocolException(what, null), Outcome.Kind.FINAL));
            }
            if (!response.isSuccessful()) {
                Answer answer =
                        new Answer(response.code(), response.headers(), exchange.body(response), attempt.number());
                return new StreamEnd.NotOpened(
                        answers.refusal(request, answer, resources.time().now()));
            }
            call.timeout().cancel();
            setDeadline(response.body().source().timeout());
            EventReader reader = new EventReader(response, settings.maxResponseBytes(), handler);
            events = reader;
            if (handler.opened()) {
                reader.read();
            } else {
                // Closing would wait for the rest of the body, which does not come.
                call.cancel();
            }
            return new StreamEnd.Enough();
        }

        private void setDeadline(Timeout timeout) {
            if (deadlineNanos != Patience.NONE) {
                // a deadline of okio's is one of the system's clock
                timeout.deadlineNanoTime(
                        System.nanoTime() + deadlineNanos - resources.time().nanos());
            }
        }

        StreamEnd broken(IOException cause) {
            ReaderException ended = exchange.ended(request, cause, false);
            if (ended != null) {
                throw ended;
            }
            EventReader reader = events;
            if (reader == null) {
                Outcome.Failure<?> failure = exchange.failure(request, attempt, call, trace, cause);
                LOG.debug(
                        "{} failed, attempt {}: {}",
                        request,
                        attempt.number(),
                        failure.exception().getMessage());
                return new StreamEnd.NotOpened(failure);
            }
            if (cause instanceof EventTooLargeException) {
                return new StreamEnd.Unusable(new ReaderProtocolException(cause.getMessage() + ": " + request, cause));
            }
            long now = resources.time().nanos();
            boolean silent = cause instanceof SocketTimeoutException;
            if (silent && deadlineNanos != Patience.NONE && deadlineNanos - now <= 0) {
                throw new DeadlineException(null);
            }
            String what = silent
                    ? "fell silent: nothing came for "
                            + settings.streams().idleTimeout().toMillis() + " ms"
                    : "broke off: " + Exchange.describe(cause);
            LOG.debug("{} {}, after {} ms", request, what, millis(now - opened));
            return new StreamEnd.Cut(
                    new ReaderConnectionException("the stream " + request + " " + what, cause, false, null),
                    reader.heard(),
                    silent,
                    stood(now - opened, silent));
        }
    }

    private Duration stood(long nanos, boolean silent) {
        long silence = silent ? settings.streams().idleTimeout().toNanos() : 0;
        return Duration.ofNanos(Math.max(0, nanos - silence));
    }

    private Request httpRequest(ApiRequest request, Trace trace) {
        return exchange.httpRequest(request, trace)
                .newBuilder()
                .header("Accept", "text/event-stream")
                // Compressed, a proxy in between would hold events back.
                .header("Accept-Encoding", "identity")
                .header("Cache-Control", "no-cache")
                .build();
    }

    /** Says what about a success is no stream of events, or null. */
    private static @Nullable String wrong(Response response) {
        if (!response.isSuccessful()) {
            return null;
        }
        if (response.code() != 200) {
            return "is no stream of events";
        }
        MediaType type = response.body().contentType();
        boolean events =
                type != null && type.type().equals("text") && type.subtype().equals("event-stream");
        String encoding = response.header("Content-Encoding", "identity");
        if (events && encoding.equalsIgnoreCase("identity")) {
            return null;
        }
        return events ? "is encoded as " + encoding : "is no stream of events";
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
