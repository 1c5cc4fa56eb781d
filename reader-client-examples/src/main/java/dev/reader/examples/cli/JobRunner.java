package dev.reader.examples.cli;

import dev.reader.client.JobRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.WaitOptions;
import dev.reader.client.model.Job;
import dev.reader.examples.ProgressDisplay;
import java.time.Duration;

/** Starts a job, waits for it, and shows on standard error how far it is. */
final class JobRunner {
    private final Context context;
    private final ReaderClient reader;
    private final Duration longest;

    JobRunner(Context context, ReaderClient reader, long longestSeconds) {
        this.context = context;
        this.reader = reader;
        if (longestSeconds < 1) {
            throw new UsageException("--max-wait is " + longestSeconds + ", not at least 1");
        }
        this.longest = Duration.ofSeconds(longestSeconds);
    }

    /** Runs a job to its end; its results stay at the server, to be read one by one. */
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
                            .timeout(longest)
                            .collectResults(false)
                            .onProgress(display::show)
                            .build());
        }
    }
}
