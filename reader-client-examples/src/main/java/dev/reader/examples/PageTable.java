package dev.reader.examples;

import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Formats pages as a text table. */
public final class PageTable {
    private static final String ROW = "%-6s  %-44s  %10s  %7s  %7s%n";
    private static final int TITLE_WIDTH = 44;

    private PageTable() {}

    /** Returns a table with one row for each page: status, title, characters of Markdown, milliseconds and credits. */
    public static String of(Collection<Page> pages) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(ROW, "Status", "Title", "Characters", "Millis", "Credits"));
        table.append(String.format(
                ROW, "-".repeat(6), "-".repeat(TITLE_WIDTH), "-".repeat(10), "-".repeat(7), "-".repeat(7)));
        pages.forEach(page -> table.append(row(page)));
        return table.toString();
    }

    private static String row(Page page) {
        PageMetadata metadata = page.metadata();
        String markdown = page.markdown();
        Integer status = page.statusCode() == null && metadata != null ? metadata.statusCode() : page.statusCode();
        String title = metadata == null || metadata.title() == null ? endOf(page.url()) : startOf(metadata.title());
        return String.format(
                ROW,
                page.failed() ? "failed" : orDash(status),
                title,
                markdown == null ? "-" : String.format("%,d", markdown.length()),
                metadata == null || metadata.duration() == null
                        ? "-"
                        : orDash(metadata.duration().toMillis()),
                orDash(page.credits()));
    }

    private static String orDash(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }

    private static String startOf(String title) {
        return title.length() <= TITLE_WIDTH ? title : title.substring(0, TITLE_WIDTH - 1) + "…";
    }

    private static String endOf(String url) {
        return url.length() <= TITLE_WIDTH ? url : "…" + url.substring(url.length() - TITLE_WIDTH + 1);
    }
}
