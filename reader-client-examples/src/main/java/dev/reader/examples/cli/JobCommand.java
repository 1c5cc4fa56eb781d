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

/** Holds the options and the output that the commands for jobs share. */
abstract class JobCommand extends CliCommand {
    @Option(names = "--urls-only", description = "Write only the URLs of the pages")
    boolean urlsOnly;

    @Option(
            names = {"-o", "--output-dir"},
            paramLabel = "DIR",
            description = "Folder for one Markdown file for each page (default: standard output)")
    @Nullable
    Path folder;

    @Option(
            names = "--max-concurrency",
            paramLabel = "N",
            description = "Maximum number of browsers that the job uses at once")
    @Nullable
    Integer maxConcurrency;

    @Option(
            names = "--max-wait",
            paramLabel = "SECONDS",
            description = "Maximum time to wait; the job itself goes on (default: ${DEFAULT-VALUE})")
    long maxWaitSeconds = 3600;

    @Mixin
    PageOptions options = new PageOptions();

    JobCommand(CliContext context) {
        super(context);
    }

    abstract JobRequest request() throws IOException;

    /** Processes a job that has ended, before its results are read. */
    Job afterEnd(Job job, ReaderClient reader, JobRunner runner) {
        return job;
    }

    @Override
    public final Integer call() throws IOException {
        JobRequest request = request();
        try (ReaderClient reader = context.connect()) {
            JobRunner runner = new JobRunner(context, reader, maxWaitSeconds);
            Job job = afterEnd(runner.run(request), reader, runner);
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
        PageWriter writer = PageWriter.of(context, urlsOnly, folder);
        for (Page page : reader.jobResults(job.id())) {
            writer.accept(page);
        }
        return writer.finish(folder);
    }
}
