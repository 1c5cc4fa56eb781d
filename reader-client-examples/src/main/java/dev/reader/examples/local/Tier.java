package dev.reader.examples.local;

import java.util.Locale;

/** The limits of a plan: requests in a sliding minute, active jobs, credits in a month. */
public enum Tier {
    FREE(10, 2, 1_000),
    PRO(60, 10, 5_000),
    BUSINESS(200, 50, 50_000),
    ENTERPRISE(1_000, 200, 500_000),
    /** No limits on requests and jobs. Credits are counted, from a balance too large to use up. */
    NONE(Integer.MAX_VALUE, Integer.MAX_VALUE, 1_000_000_000);

    private final int requestsPerMinute;
    private final int activeJobs;
    private final int monthlyCredits;

    Tier(int requestsPerMinute, int activeJobs, int monthlyCredits) {
        this.requestsPerMinute = requestsPerMinute;
        this.activeJobs = activeJobs;
        this.monthlyCredits = monthlyCredits;
    }

    int requestsPerMinute() {
        return requestsPerMinute;
    }

    int activeJobs() {
        return activeJobs;
    }

    int monthlyCredits() {
        return monthlyCredits;
    }

    /** Returns the name in responses and on the command line: {@code free}, {@code pro}, … */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return wireName();
    }
}
