package dev.reader.examples;

import java.util.Map;
import java.util.function.Supplier;
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

    /** A stream that is not a terminal. */
    public static final Terminal NONE = new Terminal(false, Size.UNKNOWN, Map.of());

    private final boolean attached;
    private final Supplier<Size> size;
    private final Map<String, String> environment;

    /** A terminal's size in characters; 0 where it is not known. */
    private record Size(int columns, int rows) {
        static final Supplier<Size> UNKNOWN = () -> new Size(0, 0);
    }

    private Terminal(boolean attached, Supplier<Size> size, Map<String, String> environment) {
        this.attached = attached;
        this.size = size;
        this.environment = environment;
    }

    private static Terminal of(int descriptor) {
        boolean attached = isTerminal(descriptor);
        return new Terminal(attached, attached ? () -> size(descriptor) : Size.UNKNOWN, System.getenv());
    }

    /** Returns the terminal of standard output. */
    public static Terminal ofStandardOutput() {
        return of(1);
    }

    /** Returns the terminal of standard error. */
    public static Terminal ofStandardError() {
        return of(2);
    }

    /** Returns a terminal of a fixed size, for a stream that only the caller knows to be one. */
    public static Terminal ofSize(int columns, int rows) {
        return new Terminal(true, () -> new Size(columns, rows), Map.of());
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
        int columns = size.get().columns();
        return columns > 0 ? columns : variable("COLUMNS", DEFAULT_COLUMNS);
    }

    /** Returns the height: the terminal's, otherwise that of the variable LINES, otherwise 24. */
    public int rows() {
        int rows = size.get().rows();
        return rows > 0 ? rows : variable("LINES", DEFAULT_ROWS);
    }

    private static Size size(int descriptor) {
        CLibrary.WinSize size = new CLibrary.WinSize();
        CLibrary.ioctl(descriptor, CLibrary.TIOCGWINSZ, size);
        return new Size(size.ws_col, size.ws_row);
    }

    private int variable(String name, int otherwise) {
        String value = environment.get(name);
        return value != null && value.matches("[1-9]\\d{0,3}") ? Integer.parseInt(value) : otherwise;
    }
}
