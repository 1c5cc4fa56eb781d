package dev.reader.examples.cli;

/**
 * The exit codes of the program, for scripts to branch on. Besides these, a shell reports 130 after Ctrl-C and 141 after
 * the program at the other end of a pipe has closed it.
 */
final class ExitCode {
    /** Success. */
    static final int OK = 0;

    /** An error response, no connection, a failed job, or a file or an output that could not be written. */
    static final int FAILED = 1;

    /** Wrong usage, or a missing environment variable. */
    static final int USAGE = 2;

    /** The command finished, but some pages or an extraction failed. */
    static final int SOME_PAGES_FAILED = 3;

    private ExitCode() {}
}
