package dev.reader.examples.cli;

import dev.reader.client.model.Page;
import dev.reader.examples.MarkdownFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes the pages of a job, one by one. */
final class PageWriter {
    private final CliContext context;
    private final boolean urlsOnly;
    private final @Nullable MarkdownFiles files;
    private int pages;
    private int failed;

    private PageWriter(CliContext context, boolean urlsOnly, @Nullable MarkdownFiles files) {
        this.context = context;
        this.urlsOnly = urlsOnly;
        this.files = files;
    }

    /** Returns a writer of URLs only, or of Markdown: to a folder if one is given, otherwise to standard output. */
    static PageWriter of(CliContext context, boolean urlsOnly, @Nullable Path folder) throws IOException {
        return new PageWriter(context, urlsOnly, folder == null || urlsOnly ? null : MarkdownFiles.in(folder));
    }

    void accept(Page page) throws IOException {
        pages++;
        if (page.failed()) {
            failed++;
            context.note("Failed: " + page.url() + ": " + page.error());
        } else if (urlsOnly) {
            context.print(page.url());
        } else if (files != null) {
            files.write(page);
        } else if (page.markdown() != null) {
            context.print(
                    (pages - failed > 1 ? "\n---\n\n" : "") + "<!-- " + page.url() + " -->\n\n" + page.markdown());
        }
    }

    /** Prints a summary and returns the exit code. */
    int finish(@Nullable Path folder) {
        context.note((pages - failed) + " of " + pages + " pages read"
                + (files == null ? "" : ", " + files.count() + " files in " + folder));
        return failed == 0 ? ExitCode.OK : ExitCode.SOME_PAGES_FAILED;
    }
}
