package dev.reader.examples.cli;

import dev.reader.client.JobRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that run a job share. */
abstract class JobCommand extends CliCommand {
    @Option(names = "--urls-only", description = "write the URLs of the pages and not their content")
    boolean urlsOnly;

    @Option(
            names = {"-o", "--output-dir"},
            paramLabel = "DIR",
            description = "write one Markdown file for each page (standard output)")
    @Nullable
    Path folder;

    @Option(names = "--max-concurrency", paramLabel = "N", description = "browsers that the job may use at once")
    @Nullable
    Integer maxConcurrency;

    @Option(
            names = "--max-wait",
            paramLabel = "SECONDS",
            description = "how long to wait for the job, which goes on all the same (${DEFAULT-VALUE})")
    long longestSeconds = 3600;

    @Mixin
    PageOptions options = new PageOptions();

    JobCommand(Context context) {
        super(context);
    }

    abstract JobRequest request() throws IOException;

    /** What is done with a job that has ended, before its results are read. */
    Job ended(Job job, ReaderClient reader, JobRunner runner) {
        return job;
    }

    @Override
    public final Integer call() throws IOException {
        JobRequest request = request();
        try (ReaderClient reader = context.connect()) {
            JobRunner runner = new JobRunner(context, reader, longestSeconds);
            Job job = ended(runner.run(request), reader, runner);
            return json ? printJson(job, reader) : printPages(job, reader);
        }
    }

    private int printJson(Job job, ReaderClient reader) {
        List<Page> pages = reader.jobResults(job.id()).stream().toList();
        Job whole = job.withResults(pages);
        context.print(CliJson.pretty(whole));
        whole.failedPages().forEach(page -> context.note("Failed: " + page.url() + ": " + page.error()));
        return whole.failedPages().isEmpty() ? ExitCode.OK : ExitCode.SOME_PAGES_FAILED;
    }

    private int printPages(Job job, ReaderClient reader) throws IOException {
        PageSink sink = PageSink.of(context, urlsOnly, folder);
        for (Page page : reader.jobResults(job.id())) {
            sink.accept(page);
        }
        return sink.finish(folder);
    }
}
