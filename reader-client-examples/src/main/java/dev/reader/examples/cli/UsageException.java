package dev.reader.examples.cli;

/** The command line or the environment is wrong, in a way that only the command itself sees. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
