package dev.reader.client.internal.http;

import dev.reader.client.ReaderListener;
import dev.reader.client.ReaderListener.CreditsUsed;
import dev.reader.client.ReaderListener.RetryReason;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.http.Transport.Attempted;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reports one call to the client's listener, and what its response says of credits and jobs to the client's ledger. Used by
 * one thread at a time; only {@link #ended} may come from any thread.
 */
final class CallReport {
    private final ClientResources resources;
    private final @Nullable ResponseRecorder recorder;
    private final ApiRequest request;
    private final String operation;
    private final long start;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile int attempts;
    private volatile @Nullable RawResponse lastResponse;
    private volatile @Nullable String lastCode;

    CallReport(ClientResources resources, @Nullable ResponseRecorder recorder, ApiRequest request) {
        this.resources = resources;
        this.recorder = recorder;
        this.request = request;
        this.operation = request.operation().toString();
        this.start = resources.time().nanos();
    }

    void attempted(Attempted<?> attempted) {
        ReaderException failure = attempted.outcome() instanceof Outcome.Failure<?> failed ? failed.exception() : null;
        RawResponse response = attempted.response();
        String code = failure instanceof ReaderApiException refusal ? refusal.code() : null;
        attempts = attempted.attempt().number();
        lastResponse = response;
        lastCode = code;
        resources
                .notifier()
                .notify(listener -> listener.onAttempt(new ReaderListener.Attempt(
                        operation,
                        attempted.attempt().number(),
                        response == null ? null : response.status(),
                        code,
                        response == null ? null : response.requestId(),
                        attempted.elapsed(),
                        failure)));
    }

    void retried(Duration delay, RetryReason reason, ReaderException cause) {
        int attempt = attempts;
        resources
                .notifier()
                .notify(listener ->
                        listener.onRetry(new ReaderListener.Retry(operation, attempt, delay, reason, cause)));
    }

    /** Notes what the data of a successful response says of credits and of the end of a job. */
    void noteData(@Nullable Object data) {
        if (data instanceof Job job) {
            resources.jobs().note(job.id(), job.status().isTerminal(), job.creditsUsed());
        } else if (data instanceof Page page && request.operation() == Operation.SCRAPE) {
            Integer credits = page.credits();
            if (credits != null && credits > 0) {
                resources.notifier().notify(listener -> listener.onCreditsUsed(new CreditsUsed(null, credits)));
            }
        } else if (request.operation() == Operation.CANCEL_JOB) {
            resources.jobs().note(request.segments().get(2), true, null);
        } else if (request.operation() == Operation.RETRY_JOB) {
            resources.jobs().note(request.segments().get(2), false, null);
        }
    }

    /** Reports the end of the call, once. */
    void ended(@Nullable Throwable failure) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Duration duration = Duration.ofNanos(resources.time().nanos() - start);
        RawResponse response = lastResponse;
        if (failure == null && response != null && recorder != null) {
            Headers headers = response.headers();
            recorder.record(new ResponseRecorder.Recorded(response.status(), headers, attempts, duration));
        }
        resources
                .notifier()
                .notify(listener -> listener.onCall(new ReaderListener.Call(
                        operation,
                        attempts,
                        response == null ? null : response.status(),
                        lastCode,
                        response == null ? null : response.requestId(),
                        duration,
                        failure)));
    }
}
