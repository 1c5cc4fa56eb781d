package dev.reader.client.internal.http;

import dev.reader.client.error.ReaderException;
import org.jspecify.annotations.Nullable;

/** The deadline of a {@link Patience} has passed; the caller that set it says what that means. */
public final class DeadlineException extends ReaderException {
    private static final long serialVersionUID = 1L;

    DeadlineException(@Nullable Throwable cause) {
        super("the deadline passed", cause);
    }
}
