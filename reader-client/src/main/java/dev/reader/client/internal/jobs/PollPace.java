package dev.reader.client.internal.jobs;

import java.time.Duration;

/**
 * Computes the poll interval that the API recommends (docs/reader-api.md §8): 1 to 2 s during the first ten seconds, 2
 * to 5 s during the first minute, 5 to 15 s afterwards. The interval grows linearly within each phase.
 */
final class PollPace {
    private static final double[] ELAPSED_SECONDS = {0, 10, 60, 300};
    private static final double[] INTERVAL_SECONDS = {1, 2, 5, 15};

    private PollPace() {}

    static Duration after(Duration elapsed) {
        double seconds = elapsed.toNanos() / 1e9;
        double interval = INTERVAL_SECONDS[INTERVAL_SECONDS.length - 1];
        for (int i = 1; i < ELAPSED_SECONDS.length; i++) {
            if (seconds < ELAPSED_SECONDS[i]) {
                double part = (seconds - ELAPSED_SECONDS[i - 1]) / (ELAPSED_SECONDS[i] - ELAPSED_SECONDS[i - 1]);
                interval = INTERVAL_SECONDS[i - 1] + part * (INTERVAL_SECONDS[i] - INTERVAL_SECONDS[i - 1]);
                break;
            }
        }
        return Duration.ofMillis(Math.round(interval * 1000));
    }
}
