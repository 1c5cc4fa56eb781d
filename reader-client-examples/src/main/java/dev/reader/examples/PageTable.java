package dev.reader.examples;

import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;
import dev.reader.examples.TextTable.Column;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats pages as a text table. */
public final class PageTable {
    private static final int MIN_TITLE_WIDTH = 24;

    private PageTable() {}

    /**
     * Returns a table with one row for each page: status, title, characters of Markdown, milliseconds and credits.
     *
     * @param width the maximum width of a line, in columns of a terminal. A narrow table leaves out the last columns
     */
    public static String of(Collection<Page> pages, int width) {
        TextTable table = new TextTable(
                Column.of("Status"),
                Column.of("Title").cutAtEnd(MIN_TITLE_WIDTH),
                Column.of("Characters").right().optional(),
                Column.of("Millis").right().optional(),
                Column.of("Credits").right().optional());
        pages.forEach(page -> add(table, page));
        return String.join("\n", table.lines(width)) + "\n";
    }

    private static void add(TextTable table, Page page) {
        PageMetadata metadata = page.metadata();
        String markdown = page.markdown();
        Integer status = page.statusCode() == null && metadata != null ? metadata.statusCode() : page.statusCode();
        table.add(
                page.failed() ? "failed" : orDash(status),
                metadata == null || metadata.title() == null ? endOf(page.url()) : metadata.title(),
                markdown == null ? "-" : String.format(Locale.ROOT, "%,d", markdown.length()),
                metadata == null || metadata.duration() == null
                        ? "-"
                        : orDash(metadata.duration().toMillis()),
                orDash(page.credits()));
    }

    /** Returns the part of a URL that distinguishes it from those of the same site. */
    private static String endOf(String url) {
        return url.replaceFirst("^https?://[^/]+(?=/.)", "…");
    }

    private static String orDash(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
