package dev.reader.examples.cli;

import dev.reader.client.Extraction;
import dev.reader.client.ReaderClient;
import dev.reader.client.ScrapeRequest;
import dev.reader.client.model.Page;
import dev.reader.examples.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Extracts data from a page. */
@Command(
        name = "extract",
        description = "Extracts JSON from a page: by a schema or fields with an optional prompt, or by a prompt alone.",
        footer = {
            "",
            "Example:",
            "  reader extract https://example.com/lamp --field name=string --field price=number",
            "  reader extract https://example.com/lamp --schema product.json --prompt 'prices in euro'"
        })
final class ExtractCommand extends CliCommand {
    @Parameters(paramLabel = "URL", description = "URL of the page")
    String url = "";

    @Option(names = "--schema", paramLabel = "FILE", description = "File with a JSON Schema")
    @Nullable
    Path schema;

    @Option(names = "--field", paramLabel = "NAME=TYPE", description = "Field to extract and its type; repeatable")
    Map<String, String> fields = new LinkedHashMap<>();

    @Option(names = "--prompt", paramLabel = "TEXT", description = "Description of the data to extract")
    @Nullable
    String prompt;

    @Mixin
    PageOptions options = new PageOptions();

    ExtractCommand(CliContext context) {
        super(context);
    }

    @Override
    public Integer call() throws IOException {
        ScrapeRequest request = options.apply(ScrapeRequest.builder(Urls.complete(url)))
                .extract(extraction())
                .build();
        try (ReaderClient reader = context.connect()) {
            Page page = reader.scrape(request);
            if (json) {
                context.print(CliJson.pretty(page));
            } else if (page.extracted() != null) {
                context.print(CliJson.pretty(page.extracted()));
            }
            String failure = page.failed() ? page.error() : page.extractionError();
            if (failure != null) {
                context.note("Failed: " + page.url() + ": " + failure);
                return ExitCode.SOME_PAGES_FAILED;
            }
            return ExitCode.OK;
        }
    }

    private static Extraction ofSchema(Path file) throws IOException {
        String text = FileErrors.on(file, () -> Files.readString(file));
        try {
            return Extraction.ofSchema(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(file + ": " + e.getMessage());
        }
    }

    private Extraction extraction() throws IOException {
        if (schema != null && !fields.isEmpty()) {
            throw new UsageException("--schema and --field can't be combined; use one of them");
        }
        if (schema == null && fields.isEmpty()) {
            if (prompt == null) {
                throw new UsageException("nothing to extract; use --schema, --field or --prompt");
            }
            return Extraction.ofPrompt(prompt);
        }
        Extraction extraction = schema == null ? Extraction.ofFields(fields) : ofSchema(schema);
        return prompt == null ? extraction : extraction.withPrompt(prompt);
    }
}
