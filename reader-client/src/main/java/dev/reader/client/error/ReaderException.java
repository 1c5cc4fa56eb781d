package dev.reader.client.error;

import dev.reader.client.internal.ExceptionContext;
import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions of the client.
 *
 * <p>No exception contains the API key, a webhook secret or a session token, neither in its message nor in a field. All
 * exceptions can be serialized with their fields.
 */
public class ReaderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static {
        ExceptionContext.install((exception, idempotencyKey, jobId) -> {
            if (exception instanceof ReaderException failure) {
                failure.record(idempotencyKey, jobId);
            }
        });
    }

    private @Nullable String idempotencyKey;
    private @Nullable String jobId;

    /**
     * Creates an exception.
     *
     * @param message the description of the failure
     * @param cause the cause, or null
     */
    public ReaderException(String message, @Nullable Throwable cause) {
        this(message, cause, null, null);
    }

    ReaderException(
            String message, @Nullable Throwable cause, @Nullable String idempotencyKey, @Nullable String jobId) {
        super(message, cause);
        this.idempotencyKey = idempotencyKey;
        this.jobId = jobId;
    }

    private void record(@Nullable String newIdempotencyKey, @Nullable String newJobId) {
        idempotencyKey = idempotencyKey == null ? newIdempotencyKey : idempotencyKey;
        jobId = jobId == null ? newJobId : jobId;
    }

    /**
     * Returns the idempotency key of the failed request, whether the caller set it or the client generated it. {@code
     * scrape}, {@code read} and {@code createJob} send one. The server processes requests with the same key only once in 24
     * hours, so the caller can repeat the request safely with this key.
     *
     * @return the key, or null if the request had none
     */
    public @Nullable String idempotencyKey() {
        return idempotencyKey;
    }

    /**
     * Returns the id of the job that the failed call was waiting for. {@code waitForJob} sets it, and {@code read} as soon
     * as its job is created. The failure of a wait does not stop the job.
     *
     * @return the id of the job, or null if the call was not waiting for one job
     */
    public @Nullable String jobId() {
        return jobId;
    }
}
