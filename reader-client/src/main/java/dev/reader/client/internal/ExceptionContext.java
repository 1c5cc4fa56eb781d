package dev.reader.client.internal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records on an exception which request or job it belongs to, before it leaves the client.
 *
 * <p>The exceptions keep these values in private fields, which applications can't change. {@code ReaderException} grants
 * access to this class only, which the module does not export. A recorded value is final.
 */
public final class ExceptionContext {
    private static volatile @Nullable Access access;

    private ExceptionContext() {}

    /** Sets fields of an exception. Ignores null arguments, and fields that are already set. */
    @FunctionalInterface
    public interface Access {
        void record(RuntimeException exception, @Nullable String idempotencyKey, @Nullable String jobId);
    }

    /** Grants access to the exceptions; called when their root class is loaded. */
    public static void install(Access newAccess) {
        access = newAccess;
    }

    /** Records the idempotency key of the failed request, and returns the exception. */
    public static <E extends RuntimeException> E withIdempotencyKey(E exception, @Nullable String idempotencyKey) {
        return record(exception, idempotencyKey, null);
    }

    /** Records the job that the failed call was waiting for, and returns the exception. */
    public static <E extends RuntimeException> E withJobId(E exception, String jobId) {
        return record(exception, null, jobId);
    }

    private static <E extends RuntimeException> E record(
            E exception, @Nullable String idempotencyKey, @Nullable String jobId) {
        Objects.requireNonNull(access).record(exception, idempotencyKey, jobId);
        return exception;
    }
}
