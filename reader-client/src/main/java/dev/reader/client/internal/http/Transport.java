package dev.reader.client.internal.http;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.error.RateLimitedException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.ExceptionContext;
import dev.reader.client.internal.http.CallState.Step;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Success;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests, retries them, and returns the data of the responses. {@link #execute} and {@link #send} block the calling
 * thread until the call ends, the thread is interrupted, or the client is closed; {@link #executeAsync} does not block. Both
 * drive the same {@link CallState}.
 */
public final class Transport {
    private static final Logger LOG = LoggerFactory.getLogger("dev.reader.client.http");

    private final ClientResources resources;
    private final Settings settings;
    private final HttpExchange exchange;
    private final ResponseParser parser;
    private final RetryPolicy retryPolicy;
    private final @Nullable ResponseRecorder recorder;

    public Transport(ClientResources resources, Settings settings) {
        this(resources, settings, null);
    }

    private Transport(ClientResources resources, Settings settings, @Nullable ResponseRecorder recorder) {
        this.recorder = recorder;
        this.resources = resources;
        this.settings = settings;
        this.exchange = new HttpExchange(resources, settings);
        this.parser = new ResponseParser(settings.apiKey());
        this.retryPolicy = settings.retryPolicy();
    }

    /** Returns a transport with other settings over the same connections. */
    public Transport with(Settings other) {
        return new Transport(resources, other, recorder);
    }

    /** Returns a transport that records the responses of its calls, over the same connections. */
    public Transport recording(ResponseRecorder newRecorder) {
        return new Transport(resources, settings, newRecorder);
    }

    /** {@return what tells apart transports whose requests must not be mixed; equal ones are interchangeable} */
    public Object key() {
        return recorder == null ? settings : List.of(settings, recorder);
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
        Wakeup wakeup = new Wakeup();
        Admission admission = new Admission(resources, settings, request, RetryLimits.UNCOUNTED, wakeup);
        try {
            awaitAdmission(admission::ask, wakeup, request, null, false);
            StreamEnd end = new StreamExchange(resources, settings, exchange, parser)
                    .listen(request, new Attempt(attempt, timeout, false, admission.permit()), lastEventId, reader);
            if (end instanceof StreamEnd.NotOpened notOpened
                    && notOpened.failure().exception() instanceof RateLimitedException
                    && RetryPolicy.isPause(notOpened.failure(), settings.maxRetryAfter())) {
                admission.throttled(Objects.requireNonNull(notOpened.failure().retryAfter()));
            }
            return end;
        } finally {
            admission.leave();
        }
    }

    /** Blocks until an attempt is admitted. */
    private void awaitAdmission(
            Supplier<Duration> untilAdmitted,
            Wakeup wakeup,
            ApiRequest request,
            @Nullable ReaderException cause,
            boolean outcomeUnknown) {
        Duration wait = untilAdmitted.get();
        while (!wait.isZero()) {
            CountDownLatch woken = wakeup.arm();
            // Asked again, since the thread may have been woken before it was armed.
            wait = untilAdmitted.get();
            if (!wait.isZero()) {
                resources.awaitWakeup(woken, wait, "the wait to send " + request, cause, outcomeUnknown);
            }
        }
    }

    /**
     * Makes a call and returns its result.
     *
     * @throws IllegalStateException if the client is closed before anything is sent
     */
    public <R, T> T execute(ApiCall<R, T> call) {
        resources.checkOpen();
        return send(call);
    }

    /**
     * Makes a call without blocking.
     *
     * @param executor completes the future
     * @return the future result; completing it in any other way, for example by cancelling it, ends the call
     * @throws IllegalStateException if the client is closed
     */
    public <R, T> CompletableFuture<T> executeAsync(ApiCall<R, T> call, Executor executor) {
        resources.checkOpen();
        return new AsyncCall<>(this, call, executor).start();
    }

    /**
     * Makes a call that is part of a longer one, such as a wait.
     *
     * @throws ReaderException also if the client is closed
     */
    public <R, T> T send(ApiCall<R, T> call) {
        return call.result().apply(send(call.request(), call.type(), call.limits()));
    }

    /**
     * Sends a request that is part of a longer call, such as a wait, and returns the response. Only the response to a DELETE
     * may lack data.
     *
     * @throws ReaderException also if the client is closed
     */
    public <T> Envelope<T> send(ApiRequest request, TypeReference<Envelope<T>> type, RetryLimits limits) {
        Wakeup wakeup = new Wakeup();
        CallState<T> state = begin(request, limits, wakeup);
        try {
            while (true) {
                awaitAdmission(state::untilAdmitted, wakeup, request, state.lastFailure(), state.outcomeUnknown());
                resources.checkNotInterrupted(request);
                Attempt attempt = state.begin();
                Step<T> step = state.next(exchange(prepare(request, attempt.permit()), attempt, type));
                if (step instanceof Step.Done<T> done) {
                    state.end(null);
                    return done.response();
                }
                if (step instanceof Step.Failed<T> failed) {
                    throw failed.exception();
                }
                Step.Retry<T> retry = (Step.Retry<T>) step;
                resources.pause(
                        retry.delay(),
                        state.deadline(),
                        "the backoff of " + request,
                        retry.cause(),
                        retry.outcomeUnknown());
            }
        } catch (RuntimeException | Error e) {
            if (e instanceof ReaderException failure) {
                ExceptionContext.withIdempotencyKey(failure, request.idempotencyKey());
            }
            state.end(e);
            throw e;
        }
    }

    /** @param wake asks for {@link CallState#untilAdmitted} again; must not block */
    <T> CallState<T> begin(ApiRequest request, RetryLimits limits, Runnable wake) {
        return new CallState<>(
                settings,
                request,
                limits,
                new Admission(resources, settings, request, limits, wake),
                new CallReport(resources, recorder, request),
                resources.time());
    }

    HttpExchange.Sending prepare(ApiRequest request, Permit permit) {
        return exchange.prepare(request, permit);
    }

    /** Sends an attempt, blocking, and returns what came of it. */
    <T> Attempted<T> exchange(HttpExchange.Sending sending, Attempt attempt, TypeReference<Envelope<T>> type) {
        long start = resources.time().nanos();
        Outcome<RawResponse> response = exchange.send(sending, attempt);
        return attempted(sending.request(), attempt, start, response, type);
    }

    /**
     * What came of an attempt.
     *
     * @param response the response, whose body may be gone; null if there was none
     */
    record Attempted<T>(
            ApiRequest request,
            Attempt attempt,
            Duration elapsed,
            @Nullable RawResponse response,
            Outcome<Envelope<T>> outcome) {

        void log() {
            if (response == null && outcome instanceof Failure<Envelope<T>> failure) {
                LOG.debug(
                        "{} failed, attempt {}, {} ms: {}",
                        request,
                        attempt.number(),
                        elapsed.toMillis(),
                        failure.exception().getMessage());
            } else if (response != null) {
                LOG.debug(
                        "{} returned {}, attempt {}, {} ms, request {}",
                        request,
                        response.status(),
                        attempt.number(),
                        elapsed.toMillis(),
                        response.requestId());
            }
        }
    }

    private <T> Attempted<T> attempted(
            ApiRequest request,
            Attempt attempt,
            long start,
            Outcome<RawResponse> outcome,
            TypeReference<Envelope<T>> type) {
        Duration elapsed = Duration.ofNanos(resources.time().nanos() - start);
        if (outcome instanceof Failure<RawResponse> failure) {
            return new Attempted<>(request, attempt, elapsed, null, new Failure<>(failure.exception(), failure.kind()));
        }
        RawResponse response = ((Success<RawResponse>) outcome).value();
        return new Attempted<>(
                request,
                attempt,
                elapsed,
                response,
                parser.read(request, response, type, resources.time().now()));
    }
}
