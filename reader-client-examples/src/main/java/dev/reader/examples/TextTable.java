package dev.reader.examples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A text table that fits a width: shortens the columns that allow it, then leaves out the optional ones. */
public final class TextTable {
    private static final String GAP = "  ";

    private enum Cut {
        NEVER,
        AT_END,
        AT_START
    }

    /** A column of a table. */
    public static final class Column {
        private final String header;
        private final Cut cut;
        private final int minimum;
        private final boolean right;
        private final boolean optional;

        private Column(String header, Cut cut, int minimum, boolean right, boolean optional) {
            this.header = header;
            this.cut = cut;
            this.minimum = minimum;
            this.right = right;
            this.optional = optional;
        }

        /** Returns a column that is shortened last. */
        public static Column of(String header) {
            return new Column(header, Cut.NEVER, 0, false, false);
        }

        /** Returns the column with its text at the right edge. */
        public Column right() {
            return new Column(header, cut, minimum, true, optional);
        }

        /** Returns the column, of which a narrow table shows only the start, of at least this width. */
        public Column cutAtEnd(int minimumWidth) {
            return new Column(header, Cut.AT_END, minimumWidth, right, optional);
        }

        /** Returns the column, of which a narrow table shows only the end, of at least this width. */
        public Column cutAtStart(int minimumWidth) {
            return new Column(header, Cut.AT_START, minimumWidth, right, optional);
        }

        /** Returns the column, which a narrow table leaves out. */
        public Column optional() {
            return new Column(header, cut, minimum, right, true);
        }
    }

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** Creates a table without rows. */
    public TextTable(Column... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row with one cell for each column. */
    public void add(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "the row has " + cells.length + " cells, and the table " + columns.size() + " columns");
        }
        rows.add(List.of(cells).stream().map(TerminalText::line).toList());
    }

    /** Returns the header and the rows, none of them wider than the given number of terminal columns. */
    public List<String> lines(int width) {
        List<String> lines = new ArrayList<>();
        int[] widths = fit(width);
        lines.add(line(columns.stream().map(column -> column.header).toList(), widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    /** Returns the rows without a header, none of them wider than the given number of terminal columns. */
    public List<String> rows(int width) {
        int[] widths = fit(width);
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /** Returns the width of each column; 0 for a column that is left out. */
    private int[] fit(int width) {
        int[] widths =
                IntStream.range(0, columns.size()).map(this::naturalWidth).toArray();
        shrink(widths, width, true);
        for (int i = columns.size() - 1; i >= 0 && total(widths) > width; i--) {
            if (columns.get(i).optional) {
                widths[i] = 0;
                int[] others = IntStream.range(0, columns.size())
                        .map(j -> widths[j] == 0 ? 0 : naturalWidth(j))
                        .toArray();
                shrink(others, width, true);
                System.arraycopy(others, 0, widths, 0, widths.length);
            }
        }
        shrink(widths, width, false);
        return widths;
    }

    private int naturalWidth(int column) {
        return Math.max(
                TerminalText.width(columns.get(column).header),
                rows.stream()
                        .mapToInt(row -> TerminalText.width(row.get(column)))
                        .max()
                        .orElse(0));
    }

    /** Takes columns from the widest cell that may lose one, until the table fits or none is left. */
    private void shrink(int[] widths, int width, boolean respectsMinimum) {
        while (total(widths) > width) {
            int widest = IntStream.range(0, widths.length)
                    .filter(i -> widths[i] > (respectsMinimum ? minimum(i, widths[i]) : 1))
                    .boxed()
                    .max(Comparator.comparingInt(i -> widths[i]))
                    .orElse(-1);
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private int minimum(int column, int width) {
        return columns.get(column).cut == Cut.NEVER ? width : columns.get(column).minimum;
    }

    private static int total(int[] widths) {
        int shown = (int) IntStream.of(widths).filter(width -> width > 0).count();
        return IntStream.of(widths).sum() + GAP.length() * Math.max(0, shown - 1);
    }

    private String line(List<String> cells, int[] widths) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) {
                shown.add(cell(cells.get(i), columns.get(i), widths[i]));
            }
        }
        return String.join(GAP, shown).stripTrailing();
    }

    private static String cell(String text, Column column, int width) {
        String cut = column.cut == Cut.AT_START ? TerminalText.end(text, width) : TerminalText.start(text, width);
        String padding = " ".repeat(width - TerminalText.width(cut));
        return column.right ? padding + cut : cut + padding;
    }
}
