package dev.reader.examples.cli;

import dev.reader.client.JobRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.error.ReaderException;
import dev.reader.client.model.Job;
import dev.reader.examples.OutputException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds the options and the output that the commands which start a job share. */
abstract class JobCommand extends CliCommand {
    @Mixin
    PageWriter output = new PageWriter();

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
        JobRunner.checkMaxWait(maxWaitSeconds);
        output.prepare(json);
        try (ReaderClient reader = context.connect()) {
            JobRunner runner = new JobRunner(context, reader, maxWaitSeconds, output.arguments(json));
            String id = reader.createJob(request).id();
            context.note("Job " + id);
            Job job = afterEnd(runner.await(id), reader, runner);
            return writeResults(context, reader, output, json, job);
        }
    }

    /** Writes the results of a job; says how to fetch them again if that fails. */
    static int writeResults(CliContext context, ReaderClient reader, PageWriter output, boolean json, Job job)
            throws IOException {
        try {
            return output.write(context, json, job, reader.jobResults(job.id()));
        } catch (IOException | OutputException | ReaderException e) {
            if (!(e instanceof OutputException failure && failure.readerGone())) {
                context.note("Fetch the results again with: reader job results " + job.id() + output.arguments(json));
            }
            throw e;
        }
    }
}
