package dev.reader.client.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown when the client gives up a stream, because it could not reach the server for {@code streamReconnectTimeout}. */
public class StreamBrokenException extends ReaderException {
    private static final long serialVersionUID = 1L;

    private final int attempts;

    /**
     * Creates an exception.
     *
     * @param jobId the id of the job
     * @param attempts the number of attempts since the last connection
     * @param cause the failure of the last attempt, or null
     */
    public StreamBrokenException(String jobId, int attempts, @Nullable Throwable cause) {
        super(
                "the stream of job " + jobId + " was lost; " + attempts + " attempts to reconnect failed"
                        + (cause == null ? "" : ": " + cause.getMessage()),
                cause,
                null,
                jobId);
        this.attempts = attempts;
    }

    /** {@return the id of the job} */
    @Override
    public String jobId() {
        return Objects.requireNonNull(super.jobId());
    }

    /** {@return the number of attempts since the last connection} */
    public int attempts() {
        return attempts;
    }
}
