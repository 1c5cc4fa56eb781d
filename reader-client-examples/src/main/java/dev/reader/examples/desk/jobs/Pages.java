package dev.reader.examples.desk.jobs;

import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;
import dev.reader.examples.desk.store.DeskPage;
import dev.reader.examples.desk.store.PageTable.NewPage;
import org.jspecify.annotations.Nullable;

/** Turns Reader's pages into rows. */
final class Pages {
    private static final int MAX_TITLE_LENGTH = 300;
    private static final int MAX_ERROR_LENGTH = 500;
    /** Longer text is cut, and ends with a sentence that says so: one page must not fill the database. */
    private static final int MAX_MARKDOWN_LENGTH = 2_000_000;

    private Pages() {}

    /** Returns the row of a page, with a small picture of its screenshot. */
    static NewPage toRow(String jobId, int position, Page page) {
        DeskPage row = withoutPicture(jobId, position, page);
        return new NewPage(row, Thumbnails.of(page.screenshot() == null ? null : screenshot(page)));
    }

    private static DeskPage withoutPicture(String jobId, int position, Page page) {
        PageMetadata metadata = page.metadata();
        return new DeskPage(
                jobId,
                position,
                url(page),
                metadata == null ? null : cut(metadata.title(), MAX_TITLE_LENGTH),
                page.statusCode() != null || metadata == null ? page.statusCode() : metadata.statusCode(),
                page.credits(),
                metadata == null || metadata.duration() == null
                        ? null
                        : metadata.duration().toMillis(),
                page.failed() ? clean(String.valueOf(page.error()), MAX_ERROR_LENGTH) : null,
                markdown(page.markdown()),
                false);
    }

    /** Returns the row of a page whose picture is stored already; making one takes long. */
    static NewPage toRowWithStoredPicture(String jobId, int position, Page page) {
        return NewPage.withStoredPicture(withoutPicture(jobId, position, page));
    }

    /** Returns the URL as it is stored. */
    static String url(Page page) {
        return clean(page.url(), Submission.MAX_URL_LENGTH);
    }

    private static byte @Nullable [] screenshot(Page page) {
        try {
            return page.screenshotPng();
        } catch (RuntimeException e) {
            return null; // not Base64: the page is worth storing without its picture
        }
    }

    private static @Nullable String markdown(@Nullable String text) {
        return text == null || text.length() <= MAX_MARKDOWN_LENGTH
                ? cut(text, MAX_MARKDOWN_LENGTH)
                : clean(text, MAX_MARKDOWN_LENGTH) + "\n\n*The rest is not stored: the text has " + text.length()
                        + " characters.*";
    }

    private static @Nullable String cut(@Nullable String text, int max) {
        return text == null ? null : clean(text, max);
    }

    /** PostgreSQL does not store NUL characters. */
    private static String clean(String text, int max) {
        String stored = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        return stored.length() <= max ? stored : stored.substring(0, max);
    }
}
