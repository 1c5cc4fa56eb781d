package dev.reader.examples.cli;

import dev.reader.examples.Quickstart;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the quick start. */
@Command(
        name = "quickstart",
        description =
                "Runs the quick start: scrape, crawl, retry, Markdown files. Uses a local Reader if READER_API_KEY"
                        + " is not set. With --json, prints only the folder of the files.",
        footer = {"", "Example:", "  reader quickstart"})
final class QuickstartCommand extends CliCommand {
    @Parameters(paramLabel = "URL", arity = "0..1", description = "URL of the site to crawl")
    @Nullable
    String site;

    QuickstartCommand(CliContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        String[] arguments = site == null ? new String[0] : new String[] {Urls.complete(site)};
        int exitCode = Quickstart.run(context.environment(), arguments, json ? context.err() : context.out());
        if (json && exitCode == ExitCode.OK) {
            context.print(CliJson.pretty(Map.of("folder", Quickstart.FOLDER.toString())));
        }
        return exitCode;
    }
}
