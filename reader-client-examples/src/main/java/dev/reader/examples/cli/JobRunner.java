package dev.reader.examples.cli;

import dev.reader.client.JobRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.WaitOptions;
import dev.reader.client.model.Job;
import dev.reader.examples.ProgressDisplay;
import java.time.Duration;

/** Starts a job, waits for it, and shows its progress on standard error. */
final class JobRunner {
    private final CliContext context;
    private final ReaderClient reader;
    private final Duration maxWait;

    JobRunner(CliContext context, ReaderClient reader, long maxWaitSeconds) {
        this.context = context;
        this.reader = reader;
        if (maxWaitSeconds < 1) {
            throw new UsageException("--max-wait is " + maxWaitSeconds + "; it must be at least 1");
        }
        this.maxWait = Duration.ofSeconds(maxWaitSeconds);
    }

    /** Starts a job and waits until it ends. Its results stay on the server, to be read one by one. */
    Job run(JobRequest request) {
        String id = reader.createJob(request).id();
        context.note("Job " + id);
        return await(id);
    }

    Job await(String jobId) {
        try (ProgressDisplay display = ProgressDisplay.onStandardError()) {
            return reader.waitForJob(
                    jobId,
                    WaitOptions.builder()
                            .timeout(maxWait)
                            .collectResults(false)
                            .onProgress(display::show)
                            .build());
        }
    }
}
