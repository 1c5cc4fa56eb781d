package dev.reader.examples.cli;

/** What the program ends with, for scripts to branch on. */
final class ExitCode {
    /** All went well. */
    static final int OK = 0;

    /** The API said no, or could not be reached, or a file could not be written. */
    static final int FAILED = 1;

    /** The command line or the environment is wrong. */
    static final int USAGE = 2;

    /** The command did its work, and some pages failed. */
    static final int SOME_PAGES_FAILED = 3;

    private ExitCode() {}
}
