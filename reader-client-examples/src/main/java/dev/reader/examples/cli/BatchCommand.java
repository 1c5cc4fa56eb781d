package dev.reader.examples.cli;

import dev.reader.client.BatchRequest;
import dev.reader.client.JobRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
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
                "Reads up to 1,000 pages with one request: those named, those of a file, or those of standard input.",
        footer = {
            "",
            "Example:",
            "  reader batch --input urls.txt --retry-failed -o pages",
            "  reader crawl https://example.com --urls-only | reader batch --json"
        })
final class BatchCommand extends JobCommand {
    @Parameters(paramLabel = "URL", arity = "0..*", description = "the pages; with none, and no file, standard input")
    List<String> urls = new ArrayList<>();

    @Option(
            names = {"-i", "--input"},
            paramLabel = "FILE",
            description = "a file with a URL a line, # for remarks; - for standard input")
    @Nullable
    String input;

    @Option(names = "--batch-concurrency", paramLabel = "N", description = "pages that are read at once, 1 to 20")
    @Nullable
    Integer batchConcurrency;

    @Option(names = "--retry-failed", description = "have the pages that failed read once more")
    boolean retryFailed;

    BatchCommand(Context context) {
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
            all.addAll(Urls.ofFile(Path.of(input)));
        } else if (input != null || urls.isEmpty()) {
            all.addAll(Urls.ofStream(context.in()));
        }
        if (all.isEmpty()) {
            throw new UsageException("no URLs: name some, or give a file or standard input with one a line");
        }
        return all;
    }

    @Override
    Job ended(Job job, ReaderClient reader, JobRunner runner) {
        if (!retryFailed || reader.jobResults(job.id()).stream().noneMatch(Page::failed)) {
            return job;
        }
        context.note("Retrying " + reader.retryJob(job.id()).retrying() + " pages");
        return runner.await(job.id());
    }
}
