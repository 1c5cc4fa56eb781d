package dev.reader.client.internal.jobs;

import dev.reader.client.ReaderListener.ResultsRead;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.paging.ResultCollector;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobMode;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.client.model.ResultPage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the results of a job that is over, and reads them again while they lag behind its record or its stream. Blocks the
 * calling thread on requests and on delays between them.
 */
final class SettledResults {
    private static final Logger LOG = LoggerFactory.getLogger(SettledResults.class);
    private static final Duration MIN_DELAY = Duration.ofMillis(200);
    private static final Duration MAX_DELAY = Duration.ofSeconds(10);
    private static final Duration MAX_LAG = Duration.ofMinutes(1);
    /** How long results may lag behind the total of a crawl, which may count pages that were never found. */
    private static final Duration MAX_LAG_OF_CRAWL = Duration.ofSeconds(10);

    private final ClientResources resources;
    private final JobCalls calls;
    private final RetryLimits limits;

    /** Reads all results once. */
    interface Reading {
        /** Reads all results that there are and returns their number; {@code toldUrls} loses the URLs that it finds. */
        int read(Job job, Set<String> toldUrls);
    }

    SettledResults(Transport transport, RetryLimits limits) {
        this.resources = transport.resources();
        this.calls = new JobCalls(transport);
        this.limits = limits;
    }

    /** Collects all results, with several requests in flight. */
    Job collect(Job job, Set<String> toldUrls) {
        Collected collected = new Collected();
        Job last = read(job, toldUrls, collected);
        report(job.id(), collected.pages.size(), collected.missing);
        return last.withResults(collected.pages);
    }

    /** Tells the client's listener how many results were read, and how many of them the stream had not delivered. */
    void report(String jobId, int results, int missing) {
        resources.notifier().notify(listener -> listener.onResultsRead(new ResultsRead(jobId, results, missing)));
    }

    private final class Collected implements Reading {
        private List<Page> pages = List.of();
        private int missing;

        @Override
        public int read(Job job, Set<String> toldUrls) {
            int expected = Math.max(1, Math.max(job.completed(), pages.size()));
            pages = new ResultCollector<>(resources, calls.source(job.id()), limits).collect(expected);
            int told = toldUrls.size();
            pages.forEach(page -> toldUrls.remove(page.url()));
            missing = pages.size() - (told - toldUrls.size());
            return pages.size();
        }
    }

    /**
     * Reads the results until they are complete, or have not grown for seconds.
     *
     * @param toldUrls the URLs of pages that the stream brought, which must be among the results
     * @return the job's last record; not terminal if the job was retried meanwhile
     */
    Job read(Job terminal, Set<String> toldUrls, Reading reading) {
        Job job = terminal;
        while (true) {
            Set<String> missing = toldUrls.stream().collect(Collectors.toSet());
            int count = reading.read(job, missing);
            boolean lags = lags(job, count, missing);
            if (!lags && !isBehindTotal(job, count)) {
                return job;
            }
            boolean certain = lags || JobMode.BATCH.equals(job.mode());
            ResultPage grown = awaitMore(job, count, certain ? MAX_LAG : MAX_LAG_OF_CRAWL);
            job = grown.job();
            if (grown.results().isEmpty() || !job.status().isTerminal()) {
                return job;
            }
        }
    }

    /** Returns whether a job that is over comes with all its results, none of which can be missing. */
    static boolean areComplete(Job job, Set<String> missing) {
        int count = job.results().size();
        return !lags(job, count, missing) && !isBehindTotal(job, count);
    }

    private static boolean lags(Job job, int count, Set<String> missing) {
        return count < job.completed() || !missing.isEmpty();
    }

    private static boolean isBehindTotal(Job job, int count) {
        return job.status().equals(JobStatus.COMPLETED) && count < job.total();
    }

    /** Asks until the job has more results than it had; returns an empty page if that takes too long. */
    private ResultPage awaitMore(Job job, int count, Duration maxLag) {
        LOG.debug("job {} is {} of {}, but has {} results yet", job.id(), job.completed(), job.total(), count);
        Deadline lag = Deadline.after(maxLag, resources.time());
        Duration delay = MIN_DELAY;
        while (true) {
            resources.pause(lag.cap(delay), limits.deadline(), "the wait for results of job " + job.id());
            ResultPage page = calls.results(job.id(), count, 1, limits);
            if (!page.results().isEmpty() || !page.job().status().isTerminal() || lag.hasPassed()) {
                return page;
            }
            delay = delay.multipliedBy(2).compareTo(MAX_DELAY) < 0 ? delay.multipliedBy(2) : MAX_DELAY;
        }
    }
}
