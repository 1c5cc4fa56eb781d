package dev.reader.client.error;

import org.jspecify.annotations.Nullable;

/** Thrown when a stream can't be kept up: the server could not be reached for as long as the client is to try. */
public class StreamBrokenException extends ReaderException {
    private static final long serialVersionUID = 1L;

    private final String jobId;
    private final int attempts;

    /**
     * Creates an exception.
     *
     * @param jobId the job whose stream it is
     * @param attempts how many connections were tried since the last one that stood
     * @param cause why the last of them failed, or null
     */
    public StreamBrokenException(String jobId, int attempts, @Nullable Throwable cause) {
        super(
                "the stream of job " + jobId + " broke and " + attempts + " attempts did not bring it back"
                        + (cause == null ? "" : ": " + cause.getMessage()),
                cause);
        this.jobId = jobId;
        this.attempts = attempts;
    }

    /** {@return the job whose stream it is} */
    public String jobId() {
        return jobId;
    }

    /** {@return how many connections were tried since the last one that stood} */
    public int attempts() {
        return attempts;
    }
}
