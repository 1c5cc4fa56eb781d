package dev.reader.client.internal.http;

import dev.reader.client.error.ReaderException;
import org.jspecify.annotations.Nullable;

/** Thrown when the deadline of {@link RetryLimits} passes. The caller that set it translates it. */
public final class DeadlineException extends ReaderException {
    private static final long serialVersionUID = 1L;

    DeadlineException(@Nullable Throwable cause) {
        super("the deadline passed", cause);
    }
}
