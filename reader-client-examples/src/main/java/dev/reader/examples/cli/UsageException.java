package dev.reader.examples.cli;

/** Signals wrong usage that only the command itself can detect. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
