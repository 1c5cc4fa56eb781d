package dev.reader.client;

import dev.reader.client.internal.Checks;
import dev.reader.client.model.JobProgress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How {@link ReaderClient#waitForJob(String, WaitOptions)} and {@link ReaderClient#waitForJobs} wait. Immutable.
 */
public final class WaitOptions {
    private static final WaitOptions DEFAULTS = builder().build();

    private final Duration timeout;
    private final boolean collectResults;
    private final Consumer<JobProgress> onProgress;
    private final @Nullable Duration pollInterval;

    private WaitOptions(Builder builder) {
        timeout = builder.timeout;
        collectResults = builder.collectResults;
        onProgress = builder.onProgress;
        pollInterval = builder.pollInterval;
    }

    /** {@return ten minutes, results collected, nobody told} */
    public static WaitOptions defaults() {
        return DEFAULTS;
    }

    /** {@return a builder with the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return how long the whole wait may take, the collecting of the results included} */
    public Duration timeout() {
        return timeout;
    }

    /** {@return whether the job comes with all its results} */
    public boolean collectResults() {
        return collectResults;
    }

    /** {@return who is told how far the job is} */
    public Consumer<JobProgress> onProgress() {
        return onProgress;
    }

    /** {@return the fixed pace of polling, or null where a stream is listened to} */
    public @Nullable Duration pollInterval() {
        return pollInterval;
    }

    /** Builds {@link WaitOptions}. */
    public static final class Builder {
        private static final Duration LEAST_INTERVAL = Duration.ofMillis(10);
        private static final Duration LONGEST_INTERVAL = Duration.ofHours(24);

        private Duration timeout = Duration.ofMinutes(10);
        private boolean collectResults = true;
        private Consumer<JobProgress> onProgress = progress -> {};
        private @Nullable Duration pollInterval;

        private Builder() {}

        /**
         * Sets how long the whole wait may take, the collecting of the results included; 10 minutes by default. The job
         * goes on when it passes.
         *
         * @param timeout positive; of any length
         * @return this
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Checks.positive("timeout", timeout);
            return this;
        }

        /**
         * Sets whether the job comes with all its results; true by default. Without them, {@link
         * ReaderClient#jobResults} brings them one by one in little memory.
         *
         * @param collectResults false to leave the results where they are
         * @return this
         */
        public Builder collectResults(boolean collectResults) {
            this.collectResults = collectResults;
            return this;
        }

        /**
         * Sets who is told how far the job is: at first, and whenever that has changed. Called on the thread that waits;
         * what it throws ends the wait.
         *
         * @param onProgress the listener
         * @return this
         */
        public Builder onProgress(Consumer<JobProgress> onProgress) {
            this.onProgress = Checks.notNull("onProgress", onProgress);
            return this;
        }

        /**
         * Makes the wait poll, at a fixed pace, and leave the stream alone. By default a wait listens on the stream. Where
         * that can't be had, its polls follow the pace that the API's documents ask for: every 1 to 2 s at first, every 2 to
         * 5 s in the first minute, every 5 to 15 s from then on.
         *
         * @param pollInterval 10 ms to 24 h
         * @return this
         */
        public Builder pollInterval(Duration pollInterval) {
            this.pollInterval = Checks.inRange("pollInterval", pollInterval, LEAST_INTERVAL, LONGEST_INTERVAL);
            return this;
        }

        /** {@return the options} */
        public WaitOptions build() {
            return new WaitOptions(this);
        }
    }
}
