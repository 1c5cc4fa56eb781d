package dev.reader.examples.cli;

import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import dev.reader.examples.MarkdownFiles;
import dev.reader.examples.TerminalText;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the results of a job, and their output, page by page. */
final class PageWriter {
    @Option(names = "--urls-only", description = "Write only the URLs of the pages")
    boolean urlsOnly;

    @Option(
            names = {"-o", "--output-dir"},
            paramLabel = "DIR",
            description = "Folder for one Markdown file for each page, or with --json one JSON file"
                    + " (default: standard output)")
    @Nullable
    Path folder;

    private @Nullable MarkdownFiles files;
    private int pages;
    private int failed;

    /** Checks the options, and creates the folder or checks that it can be written. */
    void prepare(boolean json) throws IOException {
        if (urlsOnly && (folder != null || json)) {
            throw new UsageException("--urls-only can't be combined with " + (json ? "--json" : "-o")
                    + "; it writes one URL on each line");
        }
        files = folder == null ? null : MarkdownFiles.in(folder);
    }

    /** Returns the options as the user wrote them, to repeat them in another command. */
    String arguments(boolean json) {
        return (folder == null ? "" : " -o '" + folder.toString().replace("'", "'\\''") + "'")
                + (urlsOnly ? " --urls-only" : "")
                + (json ? " --json" : "");
    }

    /** Writes the results of a job and returns the exit code. */
    int write(CliContext context, boolean json, Job job, Iterable<Page> results) throws IOException {
        if (json && files == null) {
            CliJson.writeJob(context.out(), job, results, page -> count(context, page));
        } else {
            for (Page page : results) {
                count(context, page);
                write(context, json, page);
            }
        }
        context.out().flush();
        context.note((pages - failed) + " of " + pages + " pages read"
                + (files == null ? "" : ", " + files.count() + " files in " + folder));
        return failed == 0 ? ExitCode.OK : ExitCode.SOME_PAGES_FAILED;
    }

    private void count(CliContext context, Page page) {
        pages++;
        if (page.failed()) {
            failed++;
            context.note("Failed: " + page.url() + ": " + page.error());
        }
    }

    private void write(CliContext context, boolean json, Page page) throws IOException {
        if (json && files != null) {
            files.write(page.url(), ".json", CliJson.pretty(page) + "\n");
        } else if (page.failed()) {
            return;
        } else if (urlsOnly) {
            context.printLine(page.url());
        } else if (files != null) {
            files.write(page);
        } else if (page.markdown() != null) {
            String separator = pages - failed > 1 ? "\n---\n\n" : "";
            context.print(separator + "<!-- " + TerminalText.line(page.url()) + " -->\n\n" + page.markdown());
        }
    }
}
