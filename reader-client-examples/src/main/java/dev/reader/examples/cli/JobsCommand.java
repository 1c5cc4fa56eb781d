package dev.reader.examples.cli;

import dev.reader.client.ReaderClient;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobRetry;
import dev.reader.client.model.JobStatus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows, waits for, cancels and retries jobs by their id. */
@Command(
        name = "job",
        description = "Shows a job, waits for it, reads its results, cancels it or retries it.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  reader job wait JOB_ID -o pages", "  reader job results JOB_ID --json | jq .status"
        })
final class JobsCommand extends CliCommand {
    @Spec
    @Nullable
    CommandSpec spec;

    JobsCommand(CliContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec == null ? new CommandLine(this) : spec.commandLine(), "Missing required subcommand");
    }

    /** The commands with a job's id. */
    abstract static class OfJob extends CliCommand {
        @Parameters(paramLabel = "JOB_ID", description = "ID of the job")
        String jobId = "";

        OfJob(CliContext context) {
            super(context);
        }

        @Override
        public final Integer call() throws IOException {
            if (jobId.isBlank()) {
                throw new UsageException("the ID of the job is empty");
            }
            check();
            try (ReaderClient reader = context.connect()) {
                return run(reader);
            }
        }

        void check() throws IOException {}

        abstract int run(ReaderClient reader) throws IOException;
    }

    /** Shows the state of a job. */
    @Command(
            name = "get",
            description = "Shows the status of a job, its counts and its cost.",
            footer = {"", "Example:", "  reader job get JOB_ID --json | jq -r .status"})
    static final class Get extends OfJob {
        Get(CliContext context) {
            super(context);
        }

        @Override
        int run(ReaderClient reader) {
            Job job = reader.getJob(jobId);
            if (json) {
                context.print(CliJson.pretty(job));
                return ExitCode.OK;
            }
            field("Job", job.id());
            field("Status", job.status());
            field("Mode", job.mode());
            field("Pages", job.completed() + " of " + job.total());
            field("Credits", job.creditsUsed());
            field("Created", job.createdAt());
            field("Completed", job.completedAt());
            field("Error", job.error());
            return ExitCode.OK;
        }

        private void field(String name, @Nullable Object value) {
            if (value != null) {
                context.printLine(String.format("%-9s  %s", name, value));
            }
        }
    }

    /** Reads the results of a job. */
    @Command(
            name = "results",
            description = "Reads the results that a job has so far, as often as you like, without further cost.",
            footer = {"", "Example:", "  reader job results JOB_ID -o pages"})
    static final class Results extends OfJob {
        @Mixin
        PageWriter output = new PageWriter();

        Results(CliContext context) {
            super(context);
        }

        @Override
        void check() throws IOException {
            output.prepare(json);
        }

        @Override
        int run(ReaderClient reader) throws IOException {
            Job job = reader.getJob(jobId);
            int exitCode = JobCommand.writeResults(context, reader, output, json, job);
            if (!job.status().isTerminal()) {
                context.note("The job is " + job.status() + ", so there may be more results later: reader job wait "
                        + jobId + output.arguments(json));
            }
            return exitCode;
        }
    }

    /** Waits for a job and reads its results. */
    @Command(
            name = "wait",
            description = "Waits until a job ends, then reads its results, like the command that started it.",
            footer = {"", "Example:", "  reader job wait JOB_ID -o pages"})
    static final class Wait extends OfJob {
        @Mixin
        PageWriter output = new PageWriter();

        @Option(
                names = "--max-wait",
                paramLabel = "SECONDS",
                description = "Maximum time to wait; the job itself goes on (default: ${DEFAULT-VALUE})")
        long maxWaitSeconds = 3600;

        Wait(CliContext context) {
            super(context);
        }

        @Override
        void check() throws IOException {
            JobRunner.checkMaxWait(maxWaitSeconds);
            output.prepare(json);
        }

        @Override
        int run(ReaderClient reader) throws IOException {
            Job job = new JobRunner(context, reader, maxWaitSeconds, output.arguments(json)).await(jobId);
            return JobCommand.writeResults(context, reader, output, json, job);
        }
    }

    /** Cancels a job. */
    @Command(
            name = "cancel",
            description = "Cancels a job. The pages that it has finished stay in its results.",
            footer = {"", "Example:", "  reader job cancel JOB_ID"})
    static final class Cancel extends OfJob {
        Cancel(CliContext context) {
            super(context);
        }

        @Override
        int run(ReaderClient reader) {
            JobStatus status = reader.cancelJob(jobId);
            print(Map.of("id", jobId, "status", status), jobId, status.value());
            return ExitCode.OK;
        }
    }

    /** Retries the failed pages of a job. */
    @Command(
            name = "retry",
            description = "Queues the failed pages of a job again. Does not wait for them.",
            footer = {"", "Example:", "  reader job retry JOB_ID && reader job wait JOB_ID -o pages"})
    static final class Retry extends OfJob {
        Retry(CliContext context) {
            super(context);
        }

        @Override
        int run(ReaderClient reader) {
            JobRetry retry = reader.retryJob(jobId);
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("id", jobId);
            shown.put("status", retry.status());
            shown.put("retrying", retry.retrying());
            print(shown, jobId, retry.status().value(), retry.retrying() + " pages");
            return ExitCode.OK;
        }
    }
}
