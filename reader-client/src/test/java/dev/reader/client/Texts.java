package dev.reader.client;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Renders exceptions as text. */
final class Texts {
    private Texts() {}

    /** Returns the stack trace with all causes and suppressed exceptions, as a log prints it. */
    static String of(Throwable throwable) {
        StringWriter text = new StringWriter();
        throwable.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
