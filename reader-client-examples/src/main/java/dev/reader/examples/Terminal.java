package dev.reader.examples;

import java.util.Map;
import org.jline.nativ.CLibrary;

/**
 * One output stream of the process: whether it is a terminal, and the size of that terminal.
 *
 * <p>Each stream is asked by itself, because one of them may be redirected. The size is asked for anew by each call, so
 * that it follows the window. Where the operating system can't be asked, as on Windows, the stream counts as no terminal.
 */
public final class Terminal {
    private static final int DEFAULT_COLUMNS = 80;
    private static final int DEFAULT_ROWS = 24;
    private static final int NO_STREAM = -1;

    /** A stream that is not a terminal. */
    public static final Terminal NONE = new Terminal(NO_STREAM, Map.of());

    private final int descriptor;
    private final Map<String, String> environment;
    private final boolean attached;

    private Terminal(int descriptor, Map<String, String> environment) {
        this.descriptor = descriptor;
        this.environment = environment;
        this.attached = descriptor != NO_STREAM && isTerminal(descriptor);
    }

    /** Returns the terminal of standard output. */
    public static Terminal ofStandardOutput() {
        return new Terminal(1, System.getenv());
    }

    /** Returns the terminal of standard error. */
    public static Terminal ofStandardError() {
        return new Terminal(2, System.getenv());
    }

    private static boolean isTerminal(int descriptor) {
        // the native library takes a tenth of a second to load
        if (DescriptorType.of(descriptor) != DescriptorType.CHARACTER_DEVICE) {
            return false;
        }
        try {
            return CLibrary.isatty(descriptor) == 1;
        } catch (LinkageError | RuntimeException e) {
            // no native library for this system, or no folder to unpack it to
            return false;
        }
    }

    /** Returns whether the stream is a terminal. */
    public boolean isAttached() {
        return attached;
    }

    /** Returns whether the stream is a terminal that can move its cursor. */
    public boolean canRedraw() {
        return attached && !"dumb".equals(environment.get("TERM"));
    }

    /** Returns the width: the terminal's, otherwise that of the variable COLUMNS, otherwise 80. */
    public int columns() {
        int columns = attached ? size().ws_col : 0;
        return columns > 0 ? columns : variable("COLUMNS", DEFAULT_COLUMNS);
    }

    /** Returns the height: the terminal's, otherwise that of the variable LINES, otherwise 24. */
    public int rows() {
        int rows = attached ? size().ws_row : 0;
        return rows > 0 ? rows : variable("LINES", DEFAULT_ROWS);
    }

    private CLibrary.WinSize size() {
        CLibrary.WinSize size = new CLibrary.WinSize();
        CLibrary.ioctl(descriptor, CLibrary.TIOCGWINSZ, size);
        return size;
    }

    private int variable(String name, int otherwise) {
        String value = environment.get(name);
        return value != null && value.matches("[1-9]\\d{0,3}") ? Integer.parseInt(value) : otherwise;
    }
}
