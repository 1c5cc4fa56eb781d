package dev.reader.examples.cli;

/** The exit codes of the program, for scripts to branch on. */
final class ExitCode {
    /** Success. */
    static final int OK = 0;

    /** An error response, no connection, a failed job, or a file that could not be written. */
    static final int FAILED = 1;

    /** Wrong usage, or a missing environment variable. */
    static final int USAGE = 2;

    /** The command finished, but some pages or an extraction failed. */
    static final int SOME_PAGES_FAILED = 3;

    private ExitCode() {}
}
