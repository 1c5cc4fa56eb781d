package dev.reader.examples.cli;

import dev.reader.client.BatchRequest;
import dev.reader.client.JobRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import dev.reader.examples.FileErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a list of pages. */
@Command(
        name = "batch",
        description =
                "Reads up to 1,000 pages with one request: those listed, those of a file, or those of standard input.",
        footer = {
            "",
            "Example:",
            "  reader batch --input urls.txt --retry-failed -o pages",
            "  reader crawl https://example.com --urls-only | reader batch --json"
        })
final class BatchCommand extends JobCommand {
    @Parameters(
            paramLabel = "URL",
            arity = "0..*",
            description = "URLs of the pages; read from standard input if there are none and no file")
    List<String> urls = new ArrayList<>();

    @Option(
            names = {"-i", "--input"},
            paramLabel = "FILE",
            description = "File with one URL on each line, # for comments; - for standard input")
    @Nullable
    String input;

    @Option(names = "--batch-concurrency", paramLabel = "N", description = "Number of pages to read at once, 1 to 20")
    @Nullable
    Integer batchConcurrency;

    @Option(names = "--retry-failed", description = "Retry the failed pages once")
    boolean retryFailed;

    BatchCommand(CliContext context) {
        super(context);
    }

    @Override
    JobRequest request() throws IOException {
        BatchRequest.Builder builder = options.apply(BatchRequest.builder(urls()));
        if (batchConcurrency != null) {
            builder.batchConcurrency(batchConcurrency);
        }
        if (maxConcurrency != null) {
            builder.maxConcurrency(maxConcurrency);
        }
        return builder.build();
    }

    private List<String> urls() throws IOException {
        List<String> all = new ArrayList<>(urls.stream().map(Urls::complete).toList());
        if (input != null && !input.equals("-")) {
            Path file = Path.of(input);
            all.addAll(FileErrors.on(file, () -> Urls.ofFile(file)));
        } else if (input != null || urls.isEmpty()) {
            all.addAll(Urls.ofStream(context.in()));
        }
        if (all.isEmpty()) {
            throw new UsageException("no URLs; pass them as arguments, in a file (--input) or on standard input");
        }
        return all;
    }

    @Override
    Job afterEnd(Job job, ReaderClient reader, JobRunner runner) {
        if (!retryFailed || reader.jobResults(job.id()).stream().noneMatch(Page::failed)) {
            return job;
        }
        context.note("Retrying failed pages: " + reader.retryJob(job.id()).retrying());
        return runner.await(job.id());
    }
}
