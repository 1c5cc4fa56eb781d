package dev.reader.client;

import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.ApiCall;
import dev.reader.client.internal.http.ResponseRecorder;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.jobs.JobCalls;
import dev.reader.client.internal.jobs.JobEventSource;
import dev.reader.client.internal.jobs.JobWaits;
import dev.reader.client.internal.jobs.WorkspaceEventSource;
import dev.reader.client.internal.paging.PagedSource;
import dev.reader.client.internal.publish.Source;
import dev.reader.client.internal.publish.SourcePublisher;
import dev.reader.client.model.Credits;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobRetry;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.client.model.QueueStatus;
import dev.reader.client.model.ResultPage;
import dev.reader.client.model.UsageEntry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@link ReaderClient} without blocking: each returns a {@link CompletableFuture} or a {@link
 * java.util.concurrent.Flow.Publisher}. Obtained from {@link ReaderClient#async}.
 *
 * <pre>{@code
 * reader.async().scrape("https://example.com").thenAccept(page -> System.out.println(page.markdown()));
 * }</pre>
 *
 * <p><b>Cancelling</b> a future that this client returned ends its HTTP call, backoff or wait within a second; so does
 * completing it in any other way, for example by {@code orTimeout}. A job goes on; {@link #cancelJob} cancels it. The
 * cancellation of a dependent stage, such as the one that {@code thenApply} returns, does not propagate to the call: that
 * is how {@code CompletableFuture} works. Keep the future that this client returned.
 *
 * <p><b>Threads.</b> Futures complete, and the code of the application runs, on the executor that {@link
 * ReaderClient.Builder#executor} or {@link #withExecutor} sets; without one, on virtual threads where the JVM has them, and
 * else on daemon threads whose number grows while they block; never on a thread of OkHttp or one that another call needs, and
 * never on the common pool. Code that runs there may block and may call the client. Signals of a publisher come one at a time.
 * At most 64 calls are on the wire at once; the others wait in order of arrival and hold no thread. The MDC of the thread that
 * makes a call is on every thread that works for it, and so is any context that {@link ReaderClient.Builder#taskDecorator}
 * carries over.
 *
 * <p><b>Failures.</b> A future fails with the exception that the blocking call throws; {@code join()} wraps it in a {@link
 * java.util.concurrent.CompletionException}. An invalid argument is an {@link IllegalArgumentException} and a call on a
 * closed client an {@link IllegalStateException}, both thrown at once. Closing the client fails every open future with a
 * {@link dev.reader.client.error.ReaderConnectionException}. If the executor rejects a completion, the future fails with
 * its {@link java.util.concurrent.RejectedExecutionException}, on a thread of the client.
 *
 * <p>Thread-safe. Retries, time-outs and limits are those of the blocking client.
 */
public final class AsyncReaderClient implements AutoCloseable {
    private final ReaderClient client;
    private final Transport transport;
    private final JobWaits waits;
    private final Executor executor;

    AsyncReaderClient(ReaderClient client, Transport transport, JobWaits waits, Executor executor) {
        this.client = client;
        this.transport = transport;
        this.waits = waits;
        this.executor = executor;
    }

    /**
     * Returns a view of this client whose futures complete on another executor, over the same connections.
     *
     * @param newExecutor runs the completions and the code of the application
     * @return the view
     */
    public AsyncReaderClient withExecutor(Executor newExecutor) {
        return new AsyncReaderClient(client, transport, waits, Checks.notNull("newExecutor", newExecutor));
    }

    /**
     * Makes a call and returns its result with the metadata of the response, as {@link ReaderClient#withResponse} does.
     * Cancelling the future that is returned cancels the call.
     *
     * @param <T> the type of the result
     * @param call makes the call, with a view of this client
     * @return the result and the metadata; fails with an {@link IllegalStateException} if the call has sent no request
     */
    public <T extends @Nullable Object> CompletableFuture<ReaderResponse<T>> withResponse(
            Function<? super AsyncReaderClient, CompletableFuture<T>> call) {
        Checks.notNull("call", call);
        ResponseRecorder recorder = new ResponseRecorder();
        AsyncReaderClient view = new AsyncReaderClient(client, transport.recording(recorder), waits, executor);
        return Futures.then(
                call.apply(view), value -> CompletableFuture.completedFuture(ReaderResponse.of(value, recorder)));
    }

    private <R, T> CompletableFuture<T> execute(ApiCall<R, T> call) {
        return transport.executeAsync(call, executor);
    }

    /**
     * Reads one page, as {@link ReaderClient#scrape(String)} does.
     *
     * @param url an absolute http or https URL
     * @return the page
     */
    public CompletableFuture<Page> scrape(String url) {
        return scrape(ScrapeRequest.of(url));
    }

    /**
     * Reads one page, as {@link ReaderClient#scrape(ScrapeRequest)} does.
     *
     * @param request the request
     * @return the page
     */
    public CompletableFuture<Page> scrape(ScrapeRequest request) {
        return execute(Calls.scrape(request));
    }

    /**
     * Reads a page, or creates a job and waits for it, as {@link ReaderClient#read(ReadRequest)} does.
     *
     * @param request the request
     * @return the page or the completed job
     */
    public CompletableFuture<ReadResult> read(ReadRequest request) {
        return read(request, WaitOptions.defaults());
    }

    /**
     * Reads a page, or creates a job and waits for it, as {@link ReaderClient#read(ReadRequest, WaitOptions)} does.
     *
     * @param request the request
     * @param options how to wait for a job; ignored for a page
     * @return the page or the completed job
     */
    public CompletableFuture<ReadResult> read(ReadRequest request, WaitOptions options) {
        Checks.notNull("request", request);
        Checks.notNull("options", options);
        return request instanceof ScrapeRequest scrape
                ? execute(Calls.scrape(scrape).map(ReadResult.Scraped::new))
                : Futures.then(
                        createJob((JobRequest) request),
                        job -> await(job.id(), options, ended -> new ReadResult.Finished(completed(ended))));
    }

    /**
     * Creates a job, as {@link ReaderClient#createJob} does.
     *
     * @param request the request
     * @return the new job, without results
     */
    public CompletableFuture<Job> createJob(JobRequest request) {
        return execute(Calls.createJob(request));
    }

    /**
     * Returns the current state of a job, as {@link ReaderClient#getJob} does.
     *
     * @param jobId the job's id
     * @return the job, without results
     */
    public CompletableFuture<Job> getJob(String jobId) {
        return execute(JobCalls.record(jobId));
    }

    /**
     * Returns a page of a job's results, as {@link ReaderClient#getJobResults} does.
     *
     * @param jobId the job's id
     * @param skip the number of results to skip, at least 0
     * @param limit the maximum number of results to return, 1 to 100
     * @return the results, of which a running job may have fewer, and the job's state
     */
    public CompletableFuture<ResultPage> getJobResults(String jobId, int skip, int limit) {
        return execute(ReaderClient.resultPage(jobId, skip, limit));
    }

    /**
     * Publishes all results of a job, as {@link ReaderClient#jobResults} returns them.
     *
     * <p>Each subscription starts at the first result, sends no request before it requests an element, and holds at most
     * two pages of 100 results.
     *
     * @param jobId the job's id
     * @return the results; those that it has so far if the job is running
     */
    public Flow.Publisher<Page> jobResults(String jobId) {
        Checks.id("jobId", jobId);
        return publisher(
                "the results of job " + jobId,
                () -> new PagedSource<>(
                        transport.resources(),
                        new JobCalls(transport).resultIterator(jobId, RetryLimits.SLOWED_BY_RATE_LIMITS),
                        UnaryOperator.identity()));
    }

    private <T> Flow.Publisher<T> publisher(String name, Supplier<? extends Source<T>> sources) {
        return new SourcePublisher<>(transport.resources(), executor, name, sources);
    }

    /**
     * Publishes the events of a job until it ends, as {@link ReaderClient#stream} delivers them: its progress, and each of
     * its results exactly once.
     *
     * <p>Each subscription has a connection of its own, which its first request opens. While the subscriber requests
     * nothing, at most 256 KiB of events are read ahead; then the server is slowed down. Cancelling the subscription closes
     * the connection; the job goes on. A failure that can't be recovered is {@code onError}; the last event before {@code
     * onComplete} is {@link JobEvent.Done}.
     *
     * @param jobId the job's id
     * @return the events
     */
    public Flow.Publisher<JobEvent> stream(String jobId) {
        Checks.id("jobId", jobId);
        return publisher("the stream of job " + jobId, () -> new JobEventSource(transport, jobId));
    }

    /**
     * Publishes the events of all jobs of the workspace, as {@link ReaderClient#subscribe(java.util.function.Consumer)}
     * delivers them, until the subscription is cancelled or the client closed.
     *
     * <p>Each subscription has a connection of its own, which its first request opens; events before that are not
     * delivered. A lost connection is opened again for ever, and no end of a job that was seen running is missed; {@link
     * ReaderClient#subscribe(WorkspaceListener)} reports the gaps too. Never completes; a 401 or 403 is {@code onError}.
     *
     * @return the events
     */
    public Flow.Publisher<WorkspaceEvent> subscribe() {
        return publisher("the workspace's events", () -> new WorkspaceEventSource(transport));
    }

    /**
     * Waits for a job as {@link #waitForJob(String, WaitOptions)} does, for at most ten minutes.
     *
     * @param jobId the job's id
     * @return the completed job with all its results
     */
    public CompletableFuture<Job> waitForJob(String jobId) {
        return waitForJob(jobId, WaitOptions.defaults());
    }

    /**
     * Waits until a job ends and returns it with all its results.
     *
     * <p>All waits that are under way at a time share one connection, the workspace's stream. Each costs two requests, and
     * one for each 100 results beyond the first 100; 1,000 waits need no more connections and hardly more threads than one.
     * Polls only if the stream is unavailable or {@link WaitOptions#pollInterval} is set. No event is documented for a
     * cancelled job on that stream: the wait notices a cancellation at the latest one minute after the last event of the
     * job, growing to five minutes for a job that is quiet for long; the job's own {@link #stream} ends with {@link
     * JobEvent.Done}. Cancelling the future ends the
     * wait; <b>the job continues</b>. {@link WaitOptions#onProgress} is called on the executor, one call at a time.
     *
     * @param jobId the job's id
     * @param options how to wait
     * @return the completed job; fails with a {@link JobFailedException} if the job fails or is cancelled, and with a {@link
     *     dev.reader.client.error.WaitTimeoutException} if {@link WaitOptions#timeout} passes
     */
    public CompletableFuture<Job> waitForJob(String jobId, WaitOptions options) {
        Checks.id("jobId", jobId);
        Checks.notNull("options", options);
        return await(jobId, options, AsyncReaderClient::completed);
    }

    private <T> CompletableFuture<T> await(String jobId, WaitOptions options, Function<Job, T> result) {
        return waits.await(transport, jobId, options.settings(), executor, result);
    }

    private static Job completed(Job ended) {
        if (!ended.status().equals(JobStatus.COMPLETED)) {
            throw new JobFailedException(ended);
        }
        return ended;
    }

    /**
     * Waits for many jobs, as {@link ReaderClient#waitForJobs} does. Cancelling the future ends the wait for all of them.
     *
     * @param jobIds the ids of the jobs; duplicates are ignored
     * @param options how to wait, for each job
     * @return the outcome of each job by its id, in the order of the ids
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the result is told what the waits are told
    public CompletableFuture<Map<String, JobOutcome>> waitForJobs(Collection<String> jobIds, WaitOptions options) {
        Map<String, CompletableFuture<JobOutcome>> outcomes = new LinkedHashMap<>();
        for (String jobId : ReaderClient.uniqueIds(jobIds)) {
            outcomes.put(jobId, new CompletableFuture<>());
        }
        Checks.notNull("options", options);
        transport.resources().checkOpen();
        CompletableFuture<Map<String, JobOutcome>> result = new CompletableFuture<>();
        outcomes.replaceAll((jobId, none) -> await(jobId, options, JobOutcome.Ended::new));
        CompletableFuture.allOf(outcomes.values().toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> complete(result, outcomes));
        result.whenComplete((map, failure) -> outcomes.values().forEach(outcome -> outcome.cancel(false)));
        return result;
    }

    private void complete(
            CompletableFuture<Map<String, JobOutcome>> result, Map<String, CompletableFuture<JobOutcome>> outcomes) {
        Map<String, JobOutcome> map = new LinkedHashMap<>();
        outcomes.forEach((jobId, outcome) -> {
            Throwable failure = outcome.handle((ended, broken) -> broken).join();
            if (failure == null) {
                map.put(jobId, outcome.join());
            } else if (Futures.unwrapped(failure) instanceof ReaderException cause
                    && !transport.resources().isClosed()) {
                map.put(jobId, new JobOutcome.Broken(cause));
            } else {
                result.completeExceptionally(failure);
            }
        });
        result.complete(map);
    }

    /**
     * Cancels a job, as {@link ReaderClient#cancelJob} does.
     *
     * @param jobId the job's id
     * @return the status that the server reports
     */
    public CompletableFuture<JobStatus> cancelJob(String jobId) {
        return execute(JobCalls.cancellation(jobId));
    }

    /**
     * Retries a job's failed pages, as {@link ReaderClient#retryJob} does.
     *
     * @param jobId the job's id
     * @return the server's response
     */
    public CompletableFuture<JobRetry> retryJob(String jobId) {
        return execute(JobCalls.retrial(jobId));
    }

    /** {@return the credits of the workspace} */
    public CompletableFuture<Credits> getCredits() {
        return execute(Calls.credits());
    }

    /**
     * Publishes the reads of the workspace and their costs, newest first, as {@link ReaderClient#usageHistory} returns
     * them.
     *
     * @return the entries
     */
    public Flow.Publisher<UsageEntry> usageHistory() {
        return publisher("the usage history", () -> new UsageHistory(transport).source());
    }

    /** {@return the load of the workspace: the numbers of active and waiting jobs} */
    public CompletableFuture<QueueStatus> getQueueStatus() {
        return execute(Calls.queueStatus());
    }

    /** {@return the webhooks of the workspace} */
    public AsyncWebhooks webhooks() {
        return new AsyncWebhooks(transport, executor);
    }

    /** {@return the browser sessions of the workspace} */
    public AsyncSessions sessions() {
        return new AsyncSessions(transport, executor);
    }

    /** {@return the API keys of the workspace} */
    public AsyncApiKeys apiKeys() {
        return new AsyncApiKeys(transport, executor);
    }

    /**
     * Closes the {@link ReaderClient} that made this, as {@link ReaderClient#close} does: fails every open future and
     * subscription, of the blocking client too. Has no effect on a view of a client.
     */
    @Override
    public void close() {
        client.close();
    }
}
