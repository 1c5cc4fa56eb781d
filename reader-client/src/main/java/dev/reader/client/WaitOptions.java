package dev.reader.client;

import dev.reader.client.internal.Checks;
import dev.reader.client.internal.jobs.WaitSettings;
import dev.reader.client.model.JobProgress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@link ReaderClient#waitForJob(String, WaitOptions)} and {@link ReaderClient#waitForJobs}. Immutable.
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

    /** {@return the defaults: a timeout of ten minutes, results collected, no progress listener} */
    public static WaitOptions defaults() {
        return DEFAULTS;
    }

    /** {@return a builder with the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the limit of the whole wait, including the collection of results} */
    public Duration timeout() {
        return timeout;
    }

    /** {@return whether the returned job includes all its results} */
    public boolean collectResults() {
        return collectResults;
    }

    /** {@return the progress listener} */
    public Consumer<JobProgress> onProgress() {
        return onProgress;
    }

    /** {@return the fixed poll interval, or null to wait on the event stream} */
    public @Nullable Duration pollInterval() {
        return pollInterval;
    }

    WaitSettings settings() {
        return new WaitSettings(timeout, collectResults, onProgress, pollInterval);
    }

    /** Builds {@link WaitOptions}. */
    public static final class Builder {
        private static final Duration MIN_INTERVAL = Duration.ofMillis(10);
        private static final Duration MAX_INTERVAL = Duration.ofHours(24);

        private Duration timeout = Duration.ofMinutes(10);
        private boolean collectResults = true;
        private Consumer<JobProgress> onProgress = WaitSettings.NO_LISTENER;
        private @Nullable Duration pollInterval;

        private Builder() {}

        /**
         * Sets the limit of the whole wait, including the collection of results; 10 minutes by default. The job goes on
         * after the timeout.
         *
         * @param timeout positive, without an upper limit
         * @return this
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Checks.positive("timeout", timeout);
            return this;
        }

        /**
         * Sets whether the returned job includes all its results; true by default. If false, {@link
         * ReaderClient#jobResults} iterates over them in little memory.
         *
         * @param collectResults false to return the job without its results
         * @return this
         */
        public Builder collectResults(boolean collectResults) {
            this.collectResults = collectResults;
            return this;
        }

        /**
         * Sets the progress listener, which is called once at the start and whenever the progress changes. Called on
         * the waiting thread; an exception from the listener ends the wait.
         *
         * @param onProgress the listener
         * @return this
         */
        public Builder onProgress(Consumer<JobProgress> onProgress) {
            this.onProgress = Checks.notNull("onProgress", onProgress);
            return this;
        }

        /**
         * Sets a fixed interval at which to poll instead of listening to the event stream. By default a wait listens to
         * the stream. If the stream is unavailable, it polls at the intervals that the API recommends: 1 to 2 s at
         * first, 2 to 5 s during the first minute, 5 to 15 s afterwards.
         *
         * @param pollInterval 10 ms to 24 h
         * @return this
         */
        public Builder pollInterval(Duration pollInterval) {
            this.pollInterval = Checks.inRange("pollInterval", pollInterval, MIN_INTERVAL, MAX_INTERVAL);
            return this;
        }

        /** {@return the options} */
        public WaitOptions build() {
            return new WaitOptions(this);
        }
    }
}
