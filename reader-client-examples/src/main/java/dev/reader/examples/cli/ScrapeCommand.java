package dev.reader.examples.cli;

import dev.reader.client.ReaderClient;
import dev.reader.client.ScrapeRequest;
import dev.reader.client.model.Format;
import dev.reader.client.model.Page;
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
        description = "Reads a page, as Markdown unless told otherwise.",
        footer = {
            "",
            "Example:",
            "  reader scrape https://example.com -o example.md",
            "  reader scrape https://example.com -f markdown --screenshot example.png"
        })
final class ScrapeCommand extends CliCommand {
    @Parameters(paramLabel = "URL", description = "the page")
    String url = "";

    @Option(
            names = {"-f", "--format"},
            split = ",",
            paramLabel = "FORMAT",
            description = "markdown, html, screenshot; several with commas (markdown)")
    List<String> formats = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "where to write; one that ends in .png gets the screenshot (standard output)")
    @Nullable
    Path output;

    @Option(names = "--screenshot", paramLabel = "FILE", description = "write a screenshot of the page to this file")
    @Nullable
    Path screenshot;

    @Mixin
    PageOptions options = new PageOptions();

    ScrapeCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() throws IOException {
        List<Format> wanted = wanted();
        ScrapeRequest request = options.apply(ScrapeRequest.builder(Urls.complete(url)))
                .formats(wanted)
                .build();
        try (ReaderClient reader = context.connect()) {
            Page page = reader.scrape(request);
            write(page, wanted);
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

    private List<Format> wanted() {
        List<Format> wanted = new ArrayList<>();
        for (String format : formats) {
            wanted.add(Format.of(format.strip()));
        }
        if (wanted.isEmpty()) {
            wanted.add(Format.MARKDOWN);
        }
        boolean pictured = wanted.contains(Format.SCREENSHOT);
        if (pictured && screenshotFile() == null && !json) {
            throw new UsageException("a screenshot needs a file: -o page.png or --screenshot page.png");
        }
        if (!pictured && screenshotFile() != null) {
            wanted.add(Format.SCREENSHOT);
        }
        return wanted;
    }

    private void write(Page page, List<Format> wanted) throws IOException {
        Path file = screenshotFile();
        if (file != null && page.screenshot() != null) {
            context.note("Screenshot written to " + page.writeScreenshot(file));
        }
        String content = json ? CliJson.pretty(page) : text(page, wanted);
        if (content.isEmpty()) {
            return;
        }
        if (output == null || output.equals(file)) {
            context.print(content);
        } else {
            Files.writeString(output, content);
            context.note("Written to " + output);
        }
    }

    private static String text(Page page, List<Format> wanted) {
        List<String> parts = new ArrayList<>();
        if (page.markdown() != null && wanted.contains(Format.MARKDOWN)) {
            parts.add(page.markdown());
        }
        if (page.html() != null && wanted.contains(Format.HTML)) {
            parts.add(page.html());
        }
        return String.join("\n", parts);
    }
}
