package dev.reader.examples.fleet;

import java.time.Duration;

/**
 * What the processes of a fleet agree on, and how many shards one of them processes at the same time.
 *
 * @param jobs the number of jobs that all processes together run at the same time
 * @param threads the number of shards that this process processes at the same time
 * @param lease how long a process may stop before another one continues its shards
 * @param poll how often a process looks for work
 */
public record FleetSettings(int jobs, int threads, Duration lease, Duration poll) {
    /** Checks the numbers. */
    public FleetSettings {
        if (jobs < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "jobs and threads must be at least 1, but are " + jobs + " and " + threads);
        }
        if (lease.compareTo(Duration.ofSeconds(1)) < 0 || poll.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "lease must be at least 1 s and poll at least 1 ms, but are " + lease + " and " + poll);
        }
    }

    /** Returns settings with 2 threads, a lease of 30 s, and a poll every 2 s. */
    public static FleetSettings of(int jobs) {
        return new FleetSettings(jobs, 2, Duration.ofSeconds(30), Duration.ofSeconds(2));
    }
}
