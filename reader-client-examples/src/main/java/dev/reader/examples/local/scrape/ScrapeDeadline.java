package dev.reader.examples.local.scrape;

import dev.reader.examples.local.http.ApiException;
import java.time.Duration;

/** The time limit of one scrape, for fetching, converting and screenshots together. */
final class ScrapeDeadline {
    private final long start = System.nanoTime();
    private final Duration timeout;

    ScrapeDeadline(Duration timeout) {
        this.timeout = timeout;
    }

    long timeoutMillis() {
        return timeout.toMillis();
    }

    /** Returns the remaining time, at least one nanosecond: OkHttp understands 0 as no limit. */
    long remainingNanos() {
        return Math.max(1, timeout.toNanos() - elapsedNanos());
    }

    boolean isOver() {
        return elapsedNanos() >= timeout.toNanos();
    }

    long elapsedNanos() {
        return System.nanoTime() - start;
    }

    ApiException exceeded(String subject) {
        return ApiException.timeout(timeoutMillis(), subject + " took longer than " + timeoutMillis() + " ms");
    }
}
