package dev.reader.examples.local.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Drops finished jobs, the oldest first, so that memory stays bounded: after a time, above a number of jobs, and above
 * a number of characters of content. The job that finished last is always kept. Thread-safe; locks no job.
 */
final class FinishedJobs {
    private record Entry(Instant endedAt, long weight) {}

    private final Map<String, ServerJob> jobs;
    private final Clock clock;
    private final Retention retention;
    private final Map<String, Entry> finished = new LinkedHashMap<>();
    private long weight;

    /**
     * Limits the finished jobs that are kept.
     *
     * @param maxAge the time after the end of a job
     * @param maxJobs the number of finished jobs
     * @param maxWeight the number of characters in the results of all finished jobs
     */
    record Retention(Duration maxAge, int maxJobs, long maxWeight) {
        /** A day, 1,000 jobs, and a quarter of the heap. */
        static final Retention DEFAULT =
                new Retention(Duration.ofHours(24), 1_000, Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * Creates the registry.
     *
     * @param jobs all jobs, from which finished jobs are removed
     */
    FinishedJobs(Map<String, ServerJob> jobs, Clock clock, Retention retention) {
        this.jobs = jobs;
        this.clock = clock;
        this.retention = retention;
    }

    /** Adds a job that has ended. */
    synchronized void add(String jobId, long jobWeight) {
        finished.put(jobId, new Entry(clock.instant(), jobWeight));
        weight += jobWeight;
        expire();
    }

    /** Keeps a job that runs again. */
    synchronized void remove(String jobId) {
        Entry entry = finished.remove(jobId);
        if (entry != null) {
            weight -= entry.weight();
        }
    }

    /** Drops the jobs that are beyond the limits. */
    synchronized void expire() {
        Instant oldest = clock.instant().minus(retention.maxAge());
        Iterator<Map.Entry<String, Entry>> entries = finished.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Entry> entry = entries.next();
            boolean expired = !entry.getValue().endedAt().isAfter(oldest);
            boolean surplus =
                    finished.size() > 1 && (finished.size() > retention.maxJobs() || weight > retention.maxWeight());
            if (!expired && !surplus) {
                return;
            }
            entries.remove();
            weight -= entry.getValue().weight();
            jobs.remove(entry.getKey());
        }
    }
}
