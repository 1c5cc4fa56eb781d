package dev.reader.client.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a run.
 *
 * @param runId the run's id
 * @param urls the number of URLs of the plan
 * @param stored the number of pages handled and noted, over all restarts
 * @param failed the number of URLs that have failed so far; a later round may still read them
 * @param activeJobs the number of jobs that are running now
 * @param creditsUsed the credits of ended jobs, over all restarts
 * @param pagesPerMinute the pages stored in a minute, on average since this execution started
 * @param timeLeft the time that the rest takes at that rate, or null before the first page is stored
 */
public record RunProgress(
        String runId,
        long urls,
        long stored,
        long failed,
        int activeJobs,
        long creditsUsed,
        double pagesPerMinute,
        @Nullable Duration timeLeft) {}
