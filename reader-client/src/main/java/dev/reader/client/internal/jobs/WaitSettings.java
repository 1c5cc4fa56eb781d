package dev.reader.client.internal.jobs;

import dev.reader.client.model.JobProgress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to wait.
 *
 * @param pollInterval the interval at which to poll, without a stream; null to listen to the stream
 */
public record WaitSettings(
        Duration timeout,
        boolean collectResults,
        Consumer<JobProgress> onProgress,
        @Nullable Duration pollInterval) {
    /** A listener that does nothing, so that it need not be called. */
    public static final Consumer<JobProgress> NO_LISTENER = progress -> {};
}
