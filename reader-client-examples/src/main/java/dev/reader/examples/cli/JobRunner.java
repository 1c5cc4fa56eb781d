package dev.reader.examples.cli;

import dev.reader.client.ReaderClient;
import dev.reader.client.WaitOptions;
import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.model.Job;
import dev.reader.examples.ProgressDisplay;
import java.time.Duration;

/**
 * Waits for a job and shows its progress on standard error. A wait that ends early says how to go on with the job, which
 * the server continues to process.
 *
 * <p>Ctrl-C and SIGTERM start the JVM's shutdown hooks: one of them, registered for the time of the wait, prints these
 * instructions.
 */
final class JobRunner {
    private final CliContext context;
    private final ReaderClient reader;
    private final Duration maxWait;
    private final String outputArguments;

    /** Creates a runner; the output arguments are those of the command, for the instructions. */
    JobRunner(CliContext context, ReaderClient reader, long maxWaitSeconds, String outputArguments) {
        this.context = context;
        this.reader = reader;
        this.maxWait = Duration.ofSeconds(maxWaitSeconds);
        this.outputArguments = outputArguments;
    }

    static void checkMaxWait(long maxWaitSeconds) {
        if (maxWaitSeconds < 1) {
            throw new UsageException("--max-wait is " + maxWaitSeconds + "; it must be at least 1");
        }
    }

    /** Waits until a job ends. Its results stay on the server, to be read one by one. */
    Job await(String jobId) {
        ProgressDisplay display = ProgressDisplay.onStandardError();
        Thread hook = new Thread(
                () -> {
                    display.close();
                    howToGoOn(jobId);
                },
                "reader-stopped");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return await(jobId, display);
        } finally {
            removeHook(hook);
            display.close();
        }
    }

    private Job await(String jobId, ProgressDisplay display) {
        try {
            return reader.waitForJob(
                    jobId,
                    WaitOptions.builder()
                            .timeout(maxWait)
                            .collectResults(false)
                            .onProgress(display::show)
                            .build());
        } catch (JobFailedException e) {
            display.close();
            context.note("Pages that the job finished: reader job results " + jobId + outputArguments);
            throw e;
        } catch (ReaderException e) {
            display.close();
            howToGoOn(jobId);
            throw e;
        }
    }

    private void howToGoOn(String jobId) {
        context.note("The job continues on the server.");
        context.note("  wait for it:  reader job wait " + jobId + outputArguments);
        context.note("  cancel it:    reader job cancel " + jobId);
    }

    static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is shutting down and has started the hook
        }
    }
}
