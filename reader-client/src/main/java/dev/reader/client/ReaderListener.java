package dev.reader.client;

import dev.reader.client.error.ReaderException;
import dev.reader.client.model.JobStatus;
import dev.reader.client.webhook.WebhookListener;
import dev.reader.client.webhook.WebhookReceiver;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a client does: calls and their attempts, retries, waits, streams and credits. For metrics, logs and alerts. Set
 * by {@link ReaderClient.Builder#listener}. It also hears which webhook deliveries are rejected, skipped or failed, if it is
 * passed to the {@link WebhookReceiver} as well.
 *
 * <p>Methods are called on the threads that do the work, several at a time, so an implementation is thread-safe and returns
 * quickly; it must not block or call the client. What it throws is logged once at WARN and has no other effect. A listener
 * is told of an event after it happened, and before the caller of the client sees its effect.
 *
 * <p><b>For metrics, use only components of low cardinality as tags</b>: {@code operation}, {@code statusCode}, {@code code}
 * and the enums. The operation is a name from a small, fixed set, such as {@code scrape} or {@code getJob}, and never a URL.
 * Request ids and job ids belong in logs and traces.
 *
 * <p>Events may gain components, and this interface may gain methods, in a minor version.
 */
public interface ReaderListener extends WebhookListener {

    /**
     * Called when an attempt has ended: one request, and its response or failure. Also for each attempt to open a stream,
     * when the response begins.
     *
     * @param attempt the attempt
     */
    default void onAttempt(Attempt attempt) {}

    /**
     * Called when an attempt has failed and another one follows after a delay, which then begins.
     *
     * @param retry the retry
     */
    default void onRetry(Retry retry) {}

    /**
     * Called when a call has ended, after its last attempt. Each request that a wait, a list or a stream sends counts as a
     * call of its own.
     *
     * @param call the call
     */
    default void onCall(Call call) {}

    /**
     * Called when a request has waited for the rate limit before it was sent, at the end of that wait.
     *
     * @param wait the wait
     */
    default void onRateLimitWait(RateLimitWait wait) {}

    /**
     * Called when {@code waitForJob} or {@code waitForJobs} begins to wait.
     *
     * @param wait the wait
     */
    default void onWaitStarted(WaitStarted wait) {}

    /**
     * Called when a wait has ended, successfully or not. The jobs may be running still.
     *
     * @param wait the wait
     */
    default void onWaitEnded(WaitEnded wait) {}

    /**
     * Called when a wait or a {@link JobStream} learns that its job is over, before the results are read.
     *
     * @param end the end
     */
    default void onJobEnded(JobEnded end) {}

    /**
     * Called when a connection of a stream is open.
     *
     * @param opened the connection
     */
    default void onStreamOpened(StreamOpened opened) {}

    /**
     * Called when a connection of a stream is lost, or can't be opened.
     *
     * @param lost the loss
     */
    default void onStreamLost(StreamLost lost) {}

    /**
     * Called when the results of a job were read because its stream did not prove to be complete, or was not used.
     *
     * @param read the reading
     */
    default void onResultsRead(ResultsRead read) {}

    /**
     * Called when the client learns of credits that were used, from a page or from a job's record or event. Each credit is
     * reported once by a client, whichever way it learns of it; of a job that grows, the increase. The events of a
     * workspace tell the credits of all its jobs, also those of other clients.
     *
     * @param credits the credits
     */
    default void onCreditsUsed(CreditsUsed credits) {}

    /**
     * One attempt of a call.
     *
     * @param operation the operation, such as {@code getJob}
     * @param number the number of the attempt, 1 for the first
     * @param statusCode the HTTP status of the response; null without one
     * @param code the error code of the response, such as {@code rate_limited}; null without one
     * @param requestId the server's id of the request; null without a response, or if the response has none
     * @param duration the time from sending to the end of the response
     * @param failure the failure; null if the attempt succeeded
     */
    record Attempt(
            String operation,
            int number,
            @Nullable Integer statusCode,
            @Nullable String code,
            @Nullable String requestId,
            Duration duration,
            @Nullable ReaderException failure) {}

    /**
     * A retry that follows a failed attempt.
     *
     * @param operation the operation
     * @param attempt the number of the attempt that failed
     * @param delay the pause before the next attempt; for {@link RetryReason#JOB_SLOT}, the longest pause
     * @param reason what determines the delay
     * @param cause the failure of the attempt
     */
    record Retry(String operation, int attempt, Duration delay, RetryReason reason, ReaderException cause) {}

    /** What determines the delay of a retry. */
    enum RetryReason {
        /** The client's own backoff. */
        BACKOFF,
        /** The server's {@code Retry-After}. */
        RETRY_AFTER,
        /** The workspace has as many active jobs as it may have; the retry waits for the end of one. */
        JOB_SLOT
    }

    /**
     * A call that has ended.
     *
     * @param operation the operation
     * @param attempts the number of attempts; 0 if none was sent
     * @param statusCode the HTTP status of the last response; null without one
     * @param code the error code of the last response; null without one
     * @param requestId the server's id of the last request; null without a response, or if the response has none
     * @param duration the time from the begin of the call to its end, retries and pauses included
     * @param failure the exception that ends the call; null if it succeeded
     */
    record Call(
            String operation,
            int attempts,
            @Nullable Integer statusCode,
            @Nullable String code,
            @Nullable String requestId,
            Duration duration,
            @Nullable Throwable failure) {}

    /**
     * A wait for the rate limit.
     *
     * @param operation the operation of the request that waited
     * @param duration how long it waited
     * @param reason why it waited
     */
    record RateLimitWait(String operation, Duration duration, RateLimitReason reason) {}

    /** Why a request waits before it is sent. */
    enum RateLimitReason {
        /** The configured {@link RateLimiter} had no permit, or earlier requests waited for theirs. */
        LIMITER,
        /** The server returned 429 with {@code Retry-After} to another call of this client. */
        RETRY_AFTER
    }

    /**
     * A wait that begins.
     *
     * @param operation {@code waitForJob} or {@code waitForJobs}
     * @param jobIds the ids of the jobs
     */
    record WaitStarted(String operation, Set<String> jobIds) {}

    /**
     * A wait that has ended.
     *
     * @param operation {@code waitForJob} or {@code waitForJobs}
     * @param jobIds the ids of the jobs
     * @param ended the number of jobs whose end was seen
     * @param duration the duration of the wait, with the reading of the results
     * @param failure the exception that ends the wait; null if there is none
     */
    record WaitEnded(
            String operation,
            Set<String> jobIds,
            int ended,
            Duration duration,
            @Nullable Throwable failure) {}

    /**
     * The end of a job.
     *
     * @param jobId the job's id
     * @param status the status with which it ended
     * @param means how the client learned of it
     */
    record JobEnded(String jobId, JobStatus status, EndMeans means) {}

    /** How a client learns that a job is over. */
    enum EndMeans {
        /** An event of a stream. */
        EVENT,
        /** The job's record, which was requested because its stream was silent, or when the wait began. */
        RECORD,
        /** The job's record, which was polled because there was no stream. */
        POLLING
    }

    /**
     * A connection of a stream that is open.
     *
     * @param operation {@code streamJob} or {@code streamEvents}
     * @param jobId the id of the job; null for the events of a workspace
     * @param gap the time since the connection before it was lost; null for the first connection
     */
    record StreamOpened(
            String operation,
            @Nullable String jobId,
            @Nullable Duration gap) {}

    /**
     * A connection of a stream that is lost or could not be opened.
     *
     * @param operation {@code streamJob} or {@code streamEvents}
     * @param jobId the id of the job; null for the events of a workspace
     * @param opened whether it was open before
     * @param idleTimeout whether it was ended because no byte arrived for the idle time-out
     * @param reconnectDelay the pause before the next connection; null if the client gives up
     * @param cause the failure
     */
    record StreamLost(
            String operation,
            @Nullable String jobId,
            boolean opened,
            boolean idleTimeout,
            @Nullable Duration reconnectDelay,
            ReaderException cause) {}

    /**
     * A reading of a job's results.
     *
     * @param jobId the job's id
     * @param results the number of results that were read
     * @param missing how many of them the stream had not delivered
     */
    record ResultsRead(String jobId, int results, int missing) {}

    /**
     * Credits that were used.
     *
     * @param jobId the id of the job that used them; null for a scrape
     * @param credits the number of credits, at least 1
     */
    record CreditsUsed(@Nullable String jobId, long credits) {}
}
