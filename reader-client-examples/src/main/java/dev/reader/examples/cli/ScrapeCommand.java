package dev.reader.examples.cli;

import dev.reader.client.ReaderClient;
import dev.reader.client.ScrapeRequest;
import dev.reader.client.model.Format;
import dev.reader.client.model.Page;
import dev.reader.examples.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads one page. */
@Command(
        name = "scrape",
        description = "Reads a page, by default as Markdown.",
        footer = {
            "",
            "Example:",
            "  reader scrape https://example.com -o example.md",
            "  reader scrape https://example.com -f markdown --screenshot example.png"
        })
final class ScrapeCommand extends CliCommand {
    @Parameters(paramLabel = "URL", description = "URL of the page")
    String url = "";

    @Option(
            names = {"-f", "--format"},
            split = ",",
            paramLabel = "FORMAT",
            description = "Formats, separated by commas: markdown, html, screenshot (default: markdown)")
    List<String> formats = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File to write; a name that ends in .png receives the screenshot (default: standard output)")
    @Nullable
    Path output;

    @Option(names = "--screenshot", paramLabel = "FILE", description = "File for a screenshot of the page")
    @Nullable
    Path screenshot;

    @Mixin
    PageOptions options = new PageOptions();

    ScrapeCommand(CliContext context) {
        super(context);
    }

    @Override
    public Integer call() throws IOException {
        List<Format> requested = requestedFormats();
        for (Path file : new Path[] {output, screenshot}) {
            if (file != null) {
                FileErrors.checkWritable(file);
            }
        }
        ScrapeRequest request = options.apply(ScrapeRequest.builder(Urls.complete(url)))
                .formats(requested)
                .build();
        try (ReaderClient reader = context.connect()) {
            Page page = reader.scrape(request);
            write(page, requested);
            if (page.failed()) {
                context.note("Failed: " + page.url() + ": " + page.error());
                return ExitCode.SOME_PAGES_FAILED;
            }
            return ExitCode.OK;
        }
    }

    private @Nullable Path screenshotFile() {
        boolean png =
                output != null && output.toString().toLowerCase(Locale.ROOT).endsWith(".png");
        return screenshot == null && png ? output : screenshot;
    }

    private List<Format> requestedFormats() {
        List<Format> requested = new ArrayList<>();
        for (String format : formats) {
            requested.add(Format.of(format.strip()));
        }
        if (requested.isEmpty()) {
            requested.add(Format.MARKDOWN);
        }
        boolean hasScreenshot = requested.contains(Format.SCREENSHOT);
        if (hasScreenshot && screenshotFile() == null && !json) {
            throw new UsageException("a screenshot needs a file; use -o page.png or --screenshot page.png");
        }
        if (!hasScreenshot && screenshotFile() != null) {
            requested.add(Format.SCREENSHOT);
        }
        return requested;
    }

    private void write(Page page, List<Format> requested) throws IOException {
        Path file = screenshotFile();
        if (file != null && page.screenshot() != null) {
            context.note("Screenshot written to " + FileErrors.on(file, () -> page.writeScreenshot(file)));
        }
        String content = json ? CliJson.pretty(page) : text(page, requested);
        if (content.isEmpty()) {
            return;
        }
        if (output == null || output.equals(file)) {
            context.print(content);
        } else {
            FileErrors.on(output, () -> Files.writeString(output, content));
            context.note("Written to " + output);
        }
    }

    private static String text(Page page, List<Format> requested) {
        List<String> parts = new ArrayList<>();
        if (page.markdown() != null && requested.contains(Format.MARKDOWN)) {
            parts.add(page.markdown());
        }
        if (page.html() != null && requested.contains(Format.HTML)) {
            parts.add(page.html());
        }
        return String.join("\n", parts);
    }
}
