package dev.reader.client.internal.http;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.ExceptionContext;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Success;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests, retries them, and returns the data of the responses. Blocks the calling thread until the call ends, the
 * thread is interrupted, or the client is closed.
 */
public final class Transport {
    private static final Logger LOG = LoggerFactory.getLogger("dev.reader.client.http");

    private final ClientResources resources;
    private final Settings settings;
    private final HttpExchange exchange;
    private final ResponseParser parser;
    private final RetryPolicy retryPolicy;

    public Transport(ClientResources resources, Settings settings) {
        this.resources = resources;
        this.settings = settings;
        this.exchange = new HttpExchange(resources, settings);
        this.parser = new ResponseParser(settings.apiKey());
        this.retryPolicy = settings.retryPolicy();
    }

    /** Returns a transport with other settings over the same connections. */
    public Transport with(Settings other) {
        return new Transport(resources, other);
    }

    public Settings settings() {
        return settings;
    }

    public ClientResources resources() {
        return resources;
    }

    public RetryPolicy retryPolicy() {
        return retryPolicy;
    }

    /**
     * Opens a stream of events once and has it read on this thread. When to reconnect is the caller's decision, by the same
     * {@link #retryPolicy}.
     *
     * @param attempt the number of attempts in a row, this one included
     * @param lastEventId the last event id of an earlier connection, or null
     * @throws ReaderException if this thread is interrupted or the client closed
     */
    public StreamEnd listen(ApiRequest request, int attempt, @Nullable String lastEventId, StreamReader reader) {
        resources.checkNotInterrupted(request);
        Duration timeout = settings.timeoutOf(request);
        return new StreamExchange(resources, settings, exchange, parser)
                .listen(request, new Attempt(attempt, timeout, false), lastEventId, reader);
    }

    /** Sends a request within the configured limits and returns the data of the response. */
    public <T> T data(ApiRequest request, TypeReference<Envelope<T>> type) {
        return data(request, type, RetryLimits.CONFIGURED);
    }

    /**
     * Sends a request and returns the data of the response.
     *
     * @throws IllegalStateException if the client is closed before anything is sent
     */
    public <T> T data(ApiRequest request, TypeReference<Envelope<T>> type, RetryLimits limits) {
        resources.checkOpen();
        return Objects.requireNonNull(send(request, type, limits).data());
    }

    /**
     * Sends a DELETE. Returns empty if the response has no data, for example a 204, or if a retry does not find what an
     * earlier attempt with an unknown outcome may have deleted.
     *
     * @throws IllegalStateException if the client is closed before anything is sent
     */
    public <T> Optional<T> delete(ApiRequest request, TypeReference<Envelope<T>> type, RetryLimits limits) {
        resources.checkOpen();
        return Optional.ofNullable(send(request, type, limits).data());
    }

    /**
     * Sends a request that is part of a longer call, such as a wait, and returns the response. Only the response to a DELETE
     * may lack data.
     *
     * @throws ReaderException also if the client is closed
     */
    public <T> Envelope<T> send(ApiRequest request, TypeReference<Envelope<T>> type, RetryLimits limits) {
        try {
            return new RetryingCall<T>(resources, settings, retryPolicy, request, limits)
                    .run(attempt -> attempt(request, attempt, type));
        } catch (ReaderException e) {
            throw ExceptionContext.withIdempotencyKey(e, request.idempotencyKey());
        }
    }

    private <T> Outcome<Envelope<T>> attempt(ApiRequest request, Attempt attempt, TypeReference<Envelope<T>> type) {
        resources.checkNotInterrupted(request);
        long start = resources.time().nanos();
        Outcome<RawResponse> outcome = exchange.send(request, attempt);
        long millis = (resources.time().nanos() - start) / 1_000_000;
        if (outcome instanceof Failure<RawResponse> failure) {
            LOG.debug(
                    "{} failed, attempt {}, {} ms: {}",
                    request,
                    attempt.number(),
                    millis,
                    failure.exception().getMessage());
            return new Failure<>(failure.exception(), failure.kind());
        }
        RawResponse response = ((Success<RawResponse>) outcome).value();
        LOG.debug(
                "{} answered {}, attempt {}, {} ms, request {}",
                request,
                response.status(),
                attempt.number(),
                millis,
                response.requestId());
        return parser.read(request, response, type, resources.time().now());
    }
}
