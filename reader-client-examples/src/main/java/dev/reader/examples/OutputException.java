package dev.reader.examples;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that standard output can't be written. */
public final class OutputException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    private final boolean readerGone;

    OutputException(IOException cause, boolean readerGone) {
        super("can't write to standard output: " + FileErrors.reason(cause), cause);
        this.readerGone = readerGone;
    }

    /** Returns whether the process at the other end of the pipe has closed it, as {@code head} does. */
    public boolean readerGone() {
        return readerGone;
    }
}
