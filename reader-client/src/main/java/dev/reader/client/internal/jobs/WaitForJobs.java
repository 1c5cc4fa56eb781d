package dev.reader.client.internal.jobs;

import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.TaskContext;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.Job;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Waits for many jobs on the calling thread. */
public final class WaitForJobs {
    private WaitForJobs() {}

    /**
     * Waits until all jobs are settled, or the deadline passes.
     *
     * @param <O> the outcome of a job
     * @return the outcomes, in the order of the ids
     */
    public static <O> Map<String, O> await(
            Transport transport,
            Set<String> jobIds,
            WaitSettings settings,
            Function<Job, O> onEnd,
            Function<ReaderException, O> onFailure) {
        transport.resources().checkOpen();
        Map<String, @Nullable O> outcomes = new LinkedHashMap<>();
        jobIds.forEach(jobId -> outcomes.put(jobId, null));
        Deadline deadline = AwaitedJob.deadline(settings, transport.resources().time());
        WaitReport report = new WaitReport(transport.resources(), "waitForJobs", jobIds);
        JobsWait wait = new JobsWait(transport, jobIds.size() + " jobs");
        try (wait) {
            wait.checkNotInterrupted();
            for (String jobId : jobIds) {
                wait.add(new AwaitedJob(jobId, settings, TaskContext.NONE, deadline, new AwaitedJob.Outcome() {
                    @Override
                    public void ended(Job job) {
                        outcomes.put(jobId, onEnd.apply(job));
                    }

                    @Override
                    public void failed(RuntimeException failure) {
                        if (!(failure instanceof ReaderException cause)) {
                            throw failure;
                        }
                        outcomes.put(jobId, onFailure.apply(cause));
                    }
                }));
            }
            while (!wait.isEmpty()) {
                wait.step();
            }
            report.ended(wait.ended(), null);
        } catch (RuntimeException | Error e) {
            report.ended(wait.ended(), e);
            throw e;
        }
        return outcomes;
    }
}
