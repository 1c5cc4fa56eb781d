package dev.reader.client.internal.http;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Kind;
import dev.reader.client.internal.http.Outcome.Success;
import dev.reader.client.internal.sse.EventHandler;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests, again where that is right, and returns what they were answered. Blocks the calling thread; an interrupt
 * and the closing of the client end it.
 */
public final class Transport {
    private static final Logger LOG = LoggerFactory.getLogger("dev.reader.client.http");

    private final ClientResources resources;
    private final Settings settings;
    private final Exchange exchange;
    private final Answers answers;
    private final RetryPolicy retryPolicy;

    public Transport(ClientResources resources, Settings settings) {
        this.resources = resources;
        this.settings = settings;
        this.exchange = new Exchange(resources, settings);
        this.answers = new Answers(settings.apiKey());
        this.retryPolicy = settings.retryPolicy();
    }

    /** A transport over the same connections with other settings. */
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
     * Opens a stream of events once and reads it on this thread. When it is to be opened again is the caller's matter, by
     * the same {@link #retryPolicy}.
     *
     * @param attempt how often it was tried in a row, this time included
     * @param deadlineNanos when it ends in any case, in the nanoseconds of {@link Time}; {@link Patience#NONE} for never
     * @throws DeadlineException if the deadline passes
     * @throws ReaderException if this thread is interrupted or the client closed
     */
    public StreamEnd listen(ApiRequest request, int attempt, long deadlineNanos, EventHandler handler) {
        checkMayStart(request);
        Duration timeout = timeout(request, new Patience(true, true, deadlineNanos), null);
        return new StreamExchange(resources, settings, exchange, answers)
                .listen(request, new Attempt(attempt, timeout, false), deadlineNanos, handler);
    }

    /** Sends a request and returns the data of its answer. */
    public <T> T data(ApiRequest request, TypeReference<Envelope<T>> type) {
        return data(request, type, Patience.CONFIGURED);
    }

    /** Sends a request and returns the data of its answer. */
    public <T> T data(ApiRequest request, TypeReference<Envelope<T>> type, Patience patience) {
        return Objects.requireNonNull(send(request, type, patience).data());
    }

    /** Sends a request and returns its answer, whose data is not null. */
    public <T> Envelope<T> send(ApiRequest request, TypeReference<Envelope<T>> type, Patience patience) {
        int counted = 0;
        boolean uncertain = false;
        @Nullable Failure<?> last = null;
        for (int number = 1; ; number++) {
            Duration timeout = timeout(request, patience, last);
            Outcome<Envelope<T>> outcome = attempt(request, new Attempt(number, timeout, uncertain), type);
            if (outcome instanceof Success<Envelope<T>> success) {
                return success.value();
            }
            Failure<?> failure = (Failure<?>) outcome;
            if (failure.kind() != Kind.DECLINED || !patience.rateLimits()) {
                counted++;
            }
            uncertain |= failure.kind() == Kind.UNCERTAIN;
            Duration delay = retryPolicy
                    .delay(failure, request.repeatable(), counted, number, patience)
                    .orElseThrow(failure::exception);
            pause(request, delay, patience, failure, uncertain);
            last = failure;
        }
    }

    private <T> Outcome<Envelope<T>> attempt(ApiRequest request, Attempt attempt, TypeReference<Envelope<T>> type) {
        checkMayStart(request);
        long start = resources.time().nanos();
        Outcome<Answer> outcome = exchange.send(request, attempt);
        long millis = (resources.time().nanos() - start) / 1_000_000;
        if (outcome instanceof Failure<Answer> failure) {
            LOG.debug(
                    "{} failed, attempt {}, {} ms: {}",
                    request,
                    attempt.number(),
                    millis,
                    failure.exception().getMessage());
            return new Failure<>(failure.exception(), failure.kind());
        }
        Answer answer = ((Success<Answer>) outcome).value();
        LOG.debug(
                "{} answered {}, attempt {}, {} ms, request {}",
                request,
                answer.status(),
                attempt.number(),
                millis,
                answer.requestId());
        return answers.read(request, answer, type, resources.time().now());
    }

    private void checkMayStart(ApiRequest request) {
        resources.checkOpen();
        if (Thread.currentThread().isInterrupted()) {
            throw new ReaderInterruptedException("interrupted before " + request, null);
        }
    }

    private Duration timeout(ApiRequest request, Patience patience, @Nullable Failure<?> last) {
        Duration timeout =
                settings.timeout().compareTo(request.leastTimeout()) < 0 ? request.leastTimeout() : settings.timeout();
        if (!patience.hasDeadline()) {
            return timeout;
        }
        Duration left =
                Duration.ofNanos(patience.deadlineNanos() - resources.time().nanos());
        if (left.isNegative() || left.isZero()) {
            throw new DeadlineException(last == null ? null : last.exception());
        }
        return left.compareTo(timeout) < 0 ? left : timeout;
    }

    private void pause(ApiRequest request, Duration delay, Patience patience, Failure<?> failure, boolean uncertain) {
        Duration pause = delay;
        if (patience.hasDeadline()) {
            Duration left =
                    Duration.ofNanos(patience.deadlineNanos() - resources.time().nanos());
            pause = left.compareTo(delay) < 0 ? left : delay;
        }
        LOG.debug("{} goes out again in {} ms", request, pause.toMillis());
        ReaderException cause = failure.exception();
        boolean interrupted = false;
        try {
            resources.time().await(resources.closed(), pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupted = true;
        }
        if (resources.isClosed()) {
            throw Exchange.closed(request, cause, uncertain && !request.method().equals("GET"));
        }
        if (interrupted) {
            throw new ReaderInterruptedException(request + " was interrupted while waiting to be sent again", cause);
        }
    }
}
