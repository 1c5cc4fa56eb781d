package dev.reader.client.run;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.http.ApiCall;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.Operation;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.Job;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sends the request of a shard, and tells whether a failed one may have created a job. Blocks the calling thread. */
final class ShardSender {
    /** An idempotency key lasts 24 hours (docs/reader-api.md §1); the last attempt must arrive before. */
    static final Duration KEY_LIFETIME = Duration.ofHours(23);

    private static final TypeReference<Envelope<Job>> JOB = new TypeReference<>() {};
    private static final RetryLimits FOR_EVER =
            RetryLimits.until(Deadline.never()).awaitingSlots();

    private final Transport transport;
    private final @Nullable String secret;

    ShardSender(Transport transport, @Nullable String secret) {
        this.transport = transport;
        this.secret = secret;
    }

    /**
     * The outcome of sending.
     *
     * @param job the created job, or null
     * @param failure why there is none, or null
     * @param mayExist whether an earlier or failed request may have created the job
     */
    record Sent(@Nullable Job job, @Nullable RuntimeException failure, boolean mayExist) {}

    /**
     * Sends a request for the first time. Retries it until the server answers; from the first attempt with an unknown outcome
     * on, no longer than its key lasts.
     */
    Sent sendFirst(String key, byte[] body) {
        Instant start = transport.resources().time().now();
        ApiRequest request = ApiRequest.postBytes(Operation.CREATE_JOB, body, key, "v1", "read")
                .hiding(secret);
        try {
            return new Sent(transport.send(ApiCall.of(request, JOB).within(FOR_EVER)), null, false);
        } catch (ReaderException e) {
            return isOutcomeUnknown(e) ? sendAgain(key, body, start) : new Sent(null, e, false);
        }
    }

    /** Sends the same bytes under the same key again, until the key is about to expire. */
    Sent sendAgain(String key, byte[] body, Instant firstSentAt) {
        Duration left = KEY_LIFETIME.minus(
                Duration.between(firstSentAt, transport.resources().time().now()));
        Deadline deadline = Deadline.after(left, transport.resources().time());
        ApiRequest request = ApiRequest.postBytes(Operation.CREATE_JOB, body, key, "v1", "read")
                .idempotent(key)
                .hiding(secret);
        try {
            RetryLimits limits = RetryLimits.until(deadline).awaitingSlots();
            return new Sent(transport.send(ApiCall.of(request, JOB).within(limits)), null, true);
        } catch (RuntimeException e) {
            return new Sent(null, e, true);
        }
    }

    private static boolean isOutcomeUnknown(ReaderException failure) {
        return failure instanceof ReaderConnectionException connection
                ? connection.outcomeUnknown()
                : failure instanceof ReaderProtocolException
                        || (failure instanceof ReaderApiException error && error.statusCode() >= 500);
    }
}
