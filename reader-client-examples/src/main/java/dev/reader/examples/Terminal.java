package dev.reader.examples;

import java.io.Console;

/** Detects whether the program runs on a terminal. */
final class Terminal {
    private Terminal() {}

    /** Returns whether input and output are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // null without a terminal up to Java 21; later versions have isTerminal
    static boolean attached() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
