package dev.reader.examples;

import java.io.Console;

/** Tells whether a person is watching. */
final class Terminals {
    private Terminals() {}

    /** Whether input and output are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // that is how Java 17 to 21 answer; later ones are asked below
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
