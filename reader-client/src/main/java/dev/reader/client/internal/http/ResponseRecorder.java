package dev.reader.client.internal.http;

import java.time.Duration;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Keeps what is known of the last successful response of some calls. Thread-safe. */
public final class ResponseRecorder {
    private @Nullable Recorded last;

    /**
     * A successful response.
     *
     * @param attempts the number of attempts of its call
     * @param duration the duration of its call
     */
    public record Recorded(int status, Headers headers, int attempts, Duration duration) {}

    synchronized void record(Recorded recorded) {
        last = recorded;
    }

    /** {@return the last response, or null if there was none} */
    public synchronized @Nullable Recorded last() {
        return last;
    }
}
