package dev.reader.client;

import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.JobEvent.PageFailed;
import dev.reader.client.event.JobEvent.PageReady;
import dev.reader.client.event.JobEvent.Progress;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.DeadlineException;
import dev.reader.client.internal.http.Patience;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobProgress;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.client.model.ResultPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for one job: listens on its stream, and polls where the stream can't be had or a pace of polling is set. Made for
 * one wait, and used by the thread that waits, which also reads the stream.
 */
final class JobWaiter {
    private static final Logger LOG = LoggerFactory.getLogger(JobWaiter.class);

    private final Transport transport;
    private final Jobs jobs;
    private final ClientResources resources;
    private final String jobId;
    private final WaitOptions options;
    private final long start;
    private final Patience patience;
    private final List<Page> pages = new ArrayList<>();

    private @Nullable Job last;
    private @Nullable JobProgress told;

    JobWaiter(Transport transport, String jobId, WaitOptions options) {
        this.transport = transport;
        this.jobs = new Jobs(transport);
        this.resources = transport.resources();
        this.jobId = jobId;
        this.options = options;
        this.start = resources.time().nanos();
        this.patience = Patience.lasting(options.timeout(), start);
    }

    Job await() {
        try {
            Job ended = options.pollInterval() == null ? listen() : poll();
            if (!ended.status().equals(JobStatus.COMPLETED)) {
                throw new JobFailedException(ended);
            }
            return ended;
        } catch (DeadlineException e) {
            throw new WaitTimeoutException(jobId, options.timeout(), last, e.getCause());
        }
    }

    private Job listen() {
        JobFeed feed =
                new JobFeed(transport, jobId, Reconnects.Limits.whileItCanBeHad(patience.deadlineNanos()), this::take);
        JobFeed.Outcome outcome = feed.run();
        if (outcome instanceof JobFeed.Over over) {
            take(new Progress(
                    over.done().status(), over.done().completed(), over.done().total()));
            if (options.collectResults() && pages.isEmpty() && over.done().completed() > Paging.LARGEST_LIMIT) {
                // The job was over before, and its stream doesn't begin anew: several pages of results at a time, then.
                return poll();
            }
            Job ofResults = options.collectResults() ? feed.deliverMissing(this::results) : null;
            Job job = ofResults == null ? jobs.get(jobId, patience) : ofResults;
            last = job;
            if (job.status().isTerminal()) {
                return job.withResults(options.collectResults() ? resultsOf(over.done()) : List.of());
            }
            LOG.debug("job {} is {} after its stream said that it is over; going on by polls", jobId, job.status());
        } else {
            LOG.debug(
                    "the stream of job {} can't be had, going on by polls: {}",
                    jobId,
                    ((JobFeed.GivenUp) outcome).cause().getMessage());
        }
        return poll();
    }

    private ResultPage results(int skip, int limit) {
        return jobs.results(jobId, skip, limit, patience);
    }

    /**
     * The pages that the stream brought. Where it brought more than the job has, it told of a page twice, as when a retry
     * read once more what had failed before; only the results know then how it stands.
     */
    private List<Page> resultsOf(JobEvent.Done done) {
        return pages.size() > done.completed() ? collect(results(0, 1)) : pages;
    }

    private void take(JobEvent event) {
        if (event instanceof Progress progress) {
            last = seen(progress);
            tell(new JobProgress(jobId, progress.status(), progress.completed(), progress.total()));
        } else if (options.collectResults() && event instanceof PageReady ready) {
            pages.add(ready.page());
        } else if (options.collectResults() && event instanceof PageFailed failed) {
            pages.add(failedPage(failed));
        }
    }

    private Job seen(Progress progress) {
        return new Job(
                jobId,
                progress.status(),
                null,
                progress.total(),
                progress.completed(),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                Map.of());
    }

    private static Page failedPage(PageFailed failed) {
        return new Page(
                failed.url(), null, null, null, null, null, null, null, null, null, null, failed.error(), Map.of());
    }

    private Job poll() {
        while (true) {
            // the state; its answer always brings results, too, and one is the least that can be asked for
            ResultPage first = results(0, 1);
            Job job = first.job();
            last = job;
            tell(new JobProgress(jobId, job.status(), job.completed(), job.total()));
            if (job.status().isTerminal()) {
                return options.collectResults() ? job.withResults(collect(first)) : job;
            }
            pause();
        }
    }

    private void tell(JobProgress progress) {
        if (!progress.equals(told)) {
            told = progress;
            options.onProgress().accept(progress);
        }
    }

    private void pause() {
        long now = resources.time().nanos();
        Duration interval = options.pollInterval();
        Duration pause = interval == null ? PollPace.after(Duration.ofNanos(now - start)) : interval;
        Duration left = Duration.ofNanos(patience.deadlineNanos() - now);
        resources.pause(left.compareTo(pause) < 0 ? left : pause, "the wait for job " + jobId);
    }

    /** All results, where the one that came with the state is not all; it is fetched again with its neighbours. */
    private List<Page> collect(ResultPage first) {
        return first.hasMore()
                ? jobs.collect(jobId, new ResultPage(first.job(), List.of(), first.pagination()), patience)
                : first.results();
    }
}
