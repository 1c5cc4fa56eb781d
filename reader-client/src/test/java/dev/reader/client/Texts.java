package dev.reader.client;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Everything that an exception shows. */
final class Texts {
    private Texts() {}

    /** The stack trace with all causes and what they suppressed, as a log would print it. */
    static String of(Throwable throwable) {
        StringWriter text = new StringWriter();
        throwable.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
