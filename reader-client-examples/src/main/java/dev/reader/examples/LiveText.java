package dev.reader.examples;

import java.io.PrintStream;
import java.util.List;

/**
 * The last lines on a terminal, redrawn in place. Lines that the terminal has wrapped since, because its window became
 * narrower, are cleared too.
 *
 * <p>The cursor stays at the end of the last line. Not thread-safe.
 */
final class LiveText {
    private static final String ESCAPE = "\u001B[";
    private static final String CLEAR_BELOW = ESCAPE + "J";

    private final PrintStream out;
    private final Terminal terminal;
    private List<String> drawn = List.of();

    LiveText(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Returns the width that a line may have: a line that fills the last column would move the cursor. */
    int width() {
        return Math.max(1, terminal.columns() - 1);
    }

    /** Returns the number of lines that fit. */
    int height() {
        return Math.max(1, terminal.rows() - 1);
    }

    void draw(List<String> lines) {
        out.print(erase() + String.join("\n", lines));
        out.flush();
        drawn = List.copyOf(lines);
    }

    /** Prints a line above the lines, which are drawn again. */
    void printAbove(String line) {
        List<String> lines = drawn;
        out.print(erase() + line + "\n");
        drawn = List.of();
        draw(lines);
    }

    /** Leaves the lines where they are and moves the cursor below them. */
    void finish() {
        if (!drawn.isEmpty()) {
            out.print("\n");
            out.flush();
            drawn = List.of();
        }
    }

    private String erase() {
        int columns = Math.max(1, terminal.columns());
        int rows = drawn.stream()
                .mapToInt(line -> Math.max(1, (TerminalText.width(line) + columns - 1) / columns))
                .sum();
        return "\r" + (rows > 1 ? ESCAPE + (rows - 1) + "A" : "") + CLEAR_BELOW;
    }
}
