package dev.reader.client;

import dev.reader.client.error.ReaderException;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.ExceptionContext;
import dev.reader.client.internal.RunAccess;
import dev.reader.client.internal.http.ApiCall;
import dev.reader.client.internal.http.ApiKey;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.HttpClients;
import dev.reader.client.internal.http.LibraryCheck;
import dev.reader.client.internal.http.ResponseRecorder;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Settings;
import dev.reader.client.internal.http.StreamSettings;
import dev.reader.client.internal.http.Time;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.jobs.JobCalls;
import dev.reader.client.internal.jobs.JobWait;
import dev.reader.client.internal.jobs.JobWaits;
import dev.reader.client.internal.jobs.WaitForJobs;
import dev.reader.client.internal.paging.PageSource;
import dev.reader.client.model.Credits;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobRetry;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.client.model.QueueStatus;
import dev.reader.client.model.ResultPage;
import dev.reader.client.model.UsageEntry;
import dev.reader.client.run.BatchRun;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Reader API, which turns web pages into clean Markdown.
 *
 * <pre>{@code
 * try (ReaderClient reader = ReaderClient.fromEnvironment()) {
 *     System.out.println(reader.scrape("https://example.com").markdown());
 * }
 * }</pre>
 *
 * <p>Thread-safe. Create one client and share it. A call blocks its thread, and ends within a second of an interrupt or of
 * {@link #close}. The client retries transient failures (lost connections, time-outs, 429, 5xx) without repeating work: it
 * retries a POST that the server may have processed only with an idempotency key.
 *
 * <p>Every method may throw a subclass of {@link dev.reader.client.error.ReaderException}: {@link
 * dev.reader.client.error.ReaderApiException} for an error response, {@link
 * dev.reader.client.error.ReaderConnectionException} if no response arrives, {@link
 * dev.reader.client.error.ReaderProtocolException} if the response violates the contract, and {@link
 * dev.reader.client.error.ReaderInterruptedException}. An invalid argument is an {@link IllegalArgumentException} that names
 * it. A call on a closed client is an {@link IllegalStateException}.
 */
public final class ReaderClient implements AutoCloseable {
    private final Transport transport;
    private final JobCalls jobs;
    private final JobWaits waits;
    private final boolean view;

    private ReaderClient(Transport transport, JobWaits waits, boolean view) {
        this.transport = transport;
        this.jobs = new JobCalls(transport);
        this.waits = waits;
        this.view = view;
    }

    /**
     * Creates a client of {@code https://api.reader.dev}.
     *
     * @param apiKey the API key; surrounding white space is ignored
     * @return the client
     * @throws IllegalArgumentException if the key is null, blank, or contains a character that is invalid in a header
     */
    public static ReaderClient create(String apiKey) {
        return builder().apiKey(apiKey).build();
    }

    /**
     * Creates a client from environment variables: the key from {@code READER_API_KEY}, else {@code READER_KEY}, and the
     * base URL from {@code READER_API_URL} if it is set.
     *
     * @return the client
     * @throws IllegalArgumentException if no key is set or a value is invalid
     */
    public static ReaderClient fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    static ReaderClient fromEnvironment(Map<String, String> environment) {
        Builder builder = builder();
        builder.apiKey = ClientOptions.keyFrom(environment, "READER_API_KEY", "READER_KEY");
        String baseUrl = ClientOptions.blankToNull(environment.get("READER_API_URL"));
        return (baseUrl == null ? builder : builder.baseUrl(baseUrl)).build();
    }

    /** {@return a builder with the defaults and no key} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a view of this client with other options, over the same connections.
     *
     * @param options the options to override
     * @return the view; closing it has no effect, and closing this client closes it
     */
    public ReaderClient with(RequestOptions options) {
        Checks.notNull("options", options);
        return new ReaderClient(transport.with(ClientOptions.changed(transport.settings(), options)), waits, true);
    }

    /**
     * Returns the calls of this client as futures and publishers, over the same connections.
     *
     * @return the asynchronous client; closing it closes this client
     */
    public AsyncReaderClient async() {
        return new AsyncReaderClient(
                this, transport, waits, transport.resources().executor());
    }

    /**
     * Makes a call and returns its result with the metadata of the response: the request id, which support asks for, the
     * status, headers, attempts and duration.
     *
     * <pre>{@code
     * ReaderResponse<Page> response = reader.withResponse(r -> r.scrape("https://example.com"));
     * log.info("read by request {}", response.requestId());
     * }</pre>
     *
     * <p>Works for every call. Of a call that sends several requests, such as a wait, it is the response to the last one. The
     * exception of a call that fails carries the metadata itself ({@link dev.reader.client.error.ReaderApiException}).
     *
     * @param <T> the type of the result
     * @param call makes the call, with a view of this client
     * @return the result and the metadata
     * @throws IllegalStateException if the call sends no request before it returns, as that for a lazy list
     */
    public <T extends @Nullable Object> ReaderResponse<T> withResponse(
            Function<? super ReaderClient, ? extends T> call) {
        Checks.notNull("call", call);
        ResponseRecorder recorder = new ResponseRecorder();
        T value = call.apply(new ReaderClient(transport.recording(recorder), waits, true));
        return ReaderResponse.of(value, recorder);
    }

    /**
     * Reads one page.
     *
     * @param url an absolute http or https URL
     * @return the page
     */
    public Page scrape(String url) {
        return scrape(ScrapeRequest.of(url));
    }

    /**
     * Reads one page.
     *
     * @param request the request
     * @return the page
     */
    public Page scrape(ScrapeRequest request) {
        return transport.execute(Calls.scrape(request));
    }

    /**
     * Reads a page, or creates a job and waits for it, as {@link #createJob} and {@link #waitForJob(String)} do.
     *
     * @param request the request
     * @return the page or the completed job
     */
    public ReadResult read(ReadRequest request) {
        return read(request, WaitOptions.defaults());
    }

    /**
     * Reads a page, or creates a job and waits for it, as {@link #createJob} and {@link #waitForJob(String, WaitOptions)} do.
     * Once the job is created, every exception carries its id in {@code jobId()}.
     *
     * @param request the request
     * @param options how to wait for a job; ignored for a page
     * @return the page or the completed job
     */
    public ReadResult read(ReadRequest request, WaitOptions options) {
        Checks.notNull("request", request);
        Checks.notNull("options", options);
        return request instanceof ScrapeRequest scrape
                ? new ReadResult.Scraped(scrape(scrape))
                : new ReadResult.Finished(
                        waitForJob(createJob((JobRequest) request).id(), options));
    }

    /**
     * Creates a job and returns immediately. Retries of the request never create a second job.
     *
     * @param request the request
     * @return the new job, without results
     */
    public Job createJob(JobRequest request) {
        return transport.execute(Calls.createJob(request));
    }

    /**
     * Returns the current state of a job.
     *
     * @param jobId the job's id
     * @return the job, without results
     */
    public Job getJob(String jobId) {
        return transport.execute(JobCalls.record(jobId));
    }

    /**
     * Returns a page of a job's results. {@link #jobResults} returns all of them.
     *
     * @param jobId the job's id
     * @param skip the number of results to skip, at least 0
     * @param limit the maximum number of results to return, 1 to 100
     * @return the results, of which a running job may have fewer, and the job's state
     */
    public ResultPage getJobResults(String jobId, int skip, int limit) {
        return transport.execute(resultPage(jobId, skip, limit));
    }

    static ApiCall<?, ResultPage> resultPage(String jobId, int skip, int limit) {
        Checks.inRange("skip", skip, 0, Integer.MAX_VALUE);
        Checks.inRange("limit", limit, 1, PageSource.MAX_LIMIT);
        return JobCalls.resultPage(jobId, skip, limit);
    }

    /**
     * Returns all results of a job, fetched 100 at a time during the iteration.
     *
     * @param jobId the job's id
     * @return the results; those that it has so far if the job is running
     */
    public PagedIterable<Page> jobResults(String jobId) {
        Checks.id("jobId", jobId);
        return () -> jobs.resultIterator(jobId, RetryLimits.SLOWED_BY_RATE_LIMITS);
    }

    /**
     * Waits for a job as {@link #waitForJob(String, WaitOptions)} does, for at most ten minutes.
     *
     * @param jobId the job's id
     * @return the completed job with all its results
     */
    public Job waitForJob(String jobId) {
        return waitForJob(jobId, WaitOptions.defaults());
    }

    /**
     * Waits until a job ends and returns it with all its results.
     *
     * <p>Listens to the job's stream, which costs two requests however long the job runs, and one request for each 100
     * results that the stream did not deliver. Polls only if the stream is unavailable or {@link WaitOptions#pollInterval} is
     * set. The results are in the order of the stream or of the server's list.
     *
     * <p>A 429, a 5xx or a lost connection delays the wait and does not end it. An unknown status counts as running. Closing
     * the client or interrupting the thread ends the wait; <b>the job continues</b>.
     *
     * @param jobId the job's id
     * @param options how to wait
     * @return the completed job; some of its pages may have failed, see {@link Job#failedPages}
     * @throws dev.reader.client.error.JobFailedException if the job fails or is cancelled; carries the job and its results
     * @throws dev.reader.client.error.WaitTimeoutException if {@link WaitOptions#timeout} passes; carries the last known
     *     state
     */
    public Job waitForJob(String jobId, WaitOptions options) {
        Checks.id("jobId", jobId);
        Checks.notNull("options", options);
        transport.resources().checkOpen();
        try {
            return new JobWait(transport, jobId, options.settings()).await();
        } catch (ReaderException e) {
            throw ExceptionContext.withJobId(e, jobId);
        }
    }

    /**
     * Waits for many jobs over one connection, the workspace's stream. Besides the requests for results, it sends one
     * request for each job. Polls only if the stream is unavailable or {@link WaitOptions#pollInterval} is set.
     *
     * <p>The failure of a job does not end the wait for the others. When {@link WaitOptions#timeout} passes, the outcome of
     * the jobs that have not ended is a {@link dev.reader.client.error.WaitTimeoutException}. Closing the client or
     * interrupting the thread ends the wait with an exception; the jobs continue.
     *
     * @param jobIds the ids of the jobs; duplicates are ignored
     * @param options how to wait, for all jobs together
     * @return the outcome of each job by its id, in the order of the ids
     */
    public Map<String, JobOutcome> waitForJobs(Collection<String> jobIds, WaitOptions options) {
        Set<String> ids = uniqueIds(jobIds);
        Checks.notNull("options", options);
        transport.resources().checkOpen();
        return WaitForJobs.await(transport, ids, options.settings(), JobOutcome.Ended::new, JobOutcome.Broken::new);
    }

    static Set<String> uniqueIds(Collection<String> jobIds) {
        Set<String> ids = new LinkedHashSet<>();
        for (String jobId : Checks.notNull("jobIds", jobIds)) {
            ids.add(Checks.id("jobIds[" + ids.size() + "]", jobId));
        }
        return ids;
    }

    /**
     * Streams the events of a job until it ends: its progress, and each of its pages exactly once. Returns immediately; the
     * iterator throws failures.
     *
     * @param jobId the job's id
     * @return the events; close them unless you read them to the end
     */
    public JobStream stream(String jobId) {
        return JobStream.open(transport, Checks.id("jobId", jobId));
    }

    /**
     * Subscribes to the events of all jobs of the workspace until the subscription or this client is closed. Returns
     * immediately.
     *
     * @param onEvent receives one event at a time, on a thread of the client; its exceptions are logged at WARN and do not
     *     end the subscription
     * @return the subscription
     */
    public WorkspaceSubscription subscribe(Consumer<WorkspaceEvent> onEvent) {
        Checks.notNull("onEvent", onEvent);
        return subscribe(new WorkspaceListener() {
            @Override
            public void onEvent(WorkspaceEvent event) {
                onEvent.accept(event);
            }
        });
    }

    /**
     * Subscribes to the events of all jobs of the workspace, and to gaps in them, until the subscription or this client is
     * closed. Returns immediately.
     *
     * @param listener receives the events
     * @return the subscription
     */
    public WorkspaceSubscription subscribe(WorkspaceListener listener) {
        return WorkspaceSubscription.open(transport, Checks.notNull("listener", listener));
    }

    /**
     * Cancels a job. The server keeps its results so far.
     *
     * @param jobId the job's id
     * @return the status that the server reports
     * @throws dev.reader.client.error.ConflictException if the job has already ended
     */
    public JobStatus cancelJob(String jobId) {
        return transport.execute(JobCalls.cancellation(jobId));
    }

    /**
     * Retries a job's failed pages; the job returns to queued. If the response is lost, the request is not sent again, since
     * the server may have processed it. {@code outcomeUnknown} of the exception is then true, and {@link #getJob} shows the
     * job's status.
     *
     * @param jobId the job's id
     * @return the server's response
     * @throws dev.reader.client.error.InvalidRequestException if no page failed
     */
    public JobRetry retryJob(String jobId) {
        return transport.execute(JobCalls.retrial(jobId));
    }

    /**
     * Starts the definition of a run, which reads any number of URLs as batches and survives a crash.
     *
     * @param runId identifies the run in its ledger: the same id resumes it; 1 to 200 printable ASCII characters
     * @return the builder
     */
    public BatchRun.Builder batchRun(String runId) {
        return RunAccess.builder(runId, transport, BatchRequest::body);
    }

    /**
     * Returns the credits of the workspace.
     *
     * @return the credits
     */
    public Credits getCredits() {
        return transport.execute(Calls.credits());
    }

    /**
     * Returns the reads of the workspace and their costs, newest first, fetched 100 at a time during the iteration. Entries
     * that move to a later page because of new ones are returned only once.
     *
     * @return the entries
     */
    public PagedIterable<UsageEntry> usageHistory() {
        return new UsageHistory(transport);
    }

    /**
     * Returns the load of the workspace.
     *
     * @return the numbers of active and waiting jobs
     */
    public QueueStatus getQueueStatus() {
        return transport.execute(Calls.queueStatus());
    }

    Transport transport() {
        return transport;
    }

    /** {@return the webhooks of the workspace} */
    public Webhooks webhooks() {
        return new Webhooks(transport);
    }

    /** {@return the browser sessions of the workspace} */
    public Sessions sessions() {
        return new Sessions(transport);
    }

    /** {@return the API keys of the workspace} */
    public ApiKeys apiKeys() {
        return new ApiKeys(transport);
    }

    /** {@return whether no call, timer or asynchronous wait is under way} */
    boolean isIdle() {
        return transport.resources().isIdle() && waits.count() == 0;
    }

    /**
     * Closes the client. Ends calls in flight, waits and streams with an exception, and closes connections and threads. Does
     * not close an {@link OkHttpClient} of the caller. Further calls have no effect. A program that does not close its client
     * exits nevertheless.
     */
    @Override
    public void close() {
        if (!view) {
            transport.resources().close();
        }
    }

    /** Builds a {@link ReaderClient}. Only the API key is required. */
    public static final class Builder {
        private @Nullable ApiKey apiKey;
        private HttpUrl baseUrl = HttpUrl.get(ClientOptions.DEFAULT_BASE_URL);
        private Duration timeout = ClientOptions.DEFAULT_TIMEOUT;
        private @Nullable Duration callTimeout;
        private int maxRetries = ClientOptions.DEFAULT_MAX_RETRIES;
        private Duration maxRetryAfter = ClientOptions.DEFAULT_MAX_RETRY_AFTER;
        private long maxResponseBytes =
                ClientOptions.defaultMaxResponseBytes(Runtime.getRuntime().maxMemory());
        private final Map<String, String> headers = ClientOptions.headers();
        private Duration streamIdleTimeout = ClientOptions.DEFAULT_STREAM_IDLE_TIMEOUT;
        private Duration streamReconnectTimeout = ClientOptions.DEFAULT_STREAM_RECONNECT_TIMEOUT;
        private @Nullable OkHttpClient httpClient;
        private Function<? super OkHttpClient, ? extends Call.Factory> callFactory = http -> http;
        private @Nullable ReaderListener listener;
        private @Nullable RateLimiter rateLimiter;
        private Duration slotTimeout = Duration.ZERO;
        private @Nullable Executor executor;
        private @Nullable UnaryOperator<Runnable> taskDecorator;
        private Time time = Time.SYSTEM;
        private ClientResources.Threads threads = ClientOptions.THREADS;
        private DoubleSupplier jitter = () -> ThreadLocalRandom.current().nextDouble();

        private Builder() {}

        /**
         * Sets the API key.
         *
         * @param apiKey the key; surrounding white space is ignored
         * @return this
         */
        public Builder apiKey(String apiKey) {
            this.apiKey = ApiKey.of("apiKey", apiKey);
            return this;
        }

        /**
         * Sets the base URL. Default: {@code https://api.reader.dev}. The key is sent to this origin only.
         *
         * @param baseUrl an http or https URL, possibly with a path, without {@code /v1}
         * @return this
         */
        public Builder baseUrl(String baseUrl) {
            this.baseUrl = ClientOptions.baseUrl(baseUrl);
            return this;
        }

        /**
         * Sets the time-out of one attempt, from its start to the last byte of the response. Default: 60 s. Extended for a
         * request whose own {@code timeout} is longer.
         *
         * @param timeout 1 ms to 24 h
         * @return this
         */
        public Builder timeout(Duration timeout) {
            this.timeout = ClientOptions.timeout(timeout);
            return this;
        }

        /**
         * Sets the time-out of one call, including its retries and backoff. Default: none. When it passes, or would pass
         * before the next attempt, the call throws a {@link dev.reader.client.error.ReaderConnectionException}. It may be
         * shorter than a request's own {@code timeout}. Each request of an iterated list counts as a call. Does not apply
         * to waits and streams, which have their own time-outs.
         *
         * @param callTimeout 1 ms to 24 h
         * @return this
         */
        public Builder callTimeout(Duration callTimeout) {
            this.callTimeout = ClientOptions.callTimeout(callTimeout);
            return this;
        }

        /**
         * Sets the maximum number of retries after transient failures. Default: 4. Waits retry until they time out, and
         * lists any number of times after a 429.
         *
         * @param maxRetries 0 to 100
         * @return this
         */
        public Builder maxRetries(int maxRetries) {
            this.maxRetries = ClientOptions.maxRetries(maxRetries);
            return this;
        }

        /**
         * Sets the maximum {@code Retry-After} that the client waits for. Default: 60 s. If the server asks for more, the
         * call throws the error without a retry. Waits obey any {@code Retry-After} within their time-out.
         *
         * @param maxRetryAfter 0 to 24 h
         * @return this
         */
        public Builder maxRetryAfter(Duration maxRetryAfter) {
            this.maxRetryAfter = ClientOptions.maxRetryAfter(maxRetryAfter);
            return this;
        }

        /**
         * Sets the maximum size of a response or of an event of a stream. Default: 256 MiB or an eighth of the maximum heap,
         * whichever is less, but at least 8 MiB. A larger one is a {@link
         * dev.reader.client.error.ReaderProtocolException}.
         *
         * @param bytes 1 KiB to 2 GiB
         * @return this
         */
        public Builder maxResponseBytes(long bytes) {
            this.maxResponseBytes = ClientOptions.maxResponseBytes(bytes);
            return this;
        }

        /**
         * Sets the idle time-out of streams, after which a silent connection counts as dead. Default: 75 s. The server sends
         * a ping every 30 s.
         *
         * @param streamIdleTimeout 1 ms to 24 h
         * @return this
         */
        public Builder streamIdleTimeout(Duration streamIdleTimeout) {
            this.streamIdleTimeout = ClientOptions.streamTimeout("streamIdleTimeout", streamIdleTimeout);
            return this;
        }

        /**
         * Sets how long a job's stream tries to reconnect before it gives up. Default: 5 minutes. Waits end by their own
         * time-out, and subscriptions reconnect for ever.
         *
         * @param streamReconnectTimeout 1 ms to 24 h
         * @return this
         */
        public Builder streamReconnectTimeout(Duration streamReconnectTimeout) {
            this.streamReconnectTimeout = ClientOptions.streamTimeout("streamReconnectTimeout", streamReconnectTimeout);
            return this;
        }

        /**
         * Adds a header to every request. Replaces a header with the same name.
         *
         * @param name the name of the header, which must not be one that the client sets itself
         * @param value the value of the header
         * @return this
         */
        public Builder header(String name, String value) {
            ClientOptions.putHeader(headers, name, value);
            return this;
        }

        /**
         * Sets the OkHttp client, with its proxy, TLS, interceptors, event listeners and connections. The client uses a copy
         * that follows no redirects and has the time-outs of this builder, and never closes it.
         *
         * @param httpClient the OkHttp client
         * @return this
         */
        public Builder httpClient(OkHttpClient httpClient) {
            this.httpClient = Checks.notNull("httpClient", httpClient);
            return this;
        }

        /**
         * Sets how calls are made from the OkHttp client. For libraries that wrap a client, such as OpenTelemetry's {@code
         * OkHttpTelemetry}: {@code callFactory(telemetry::createCallFactory)}. All requests and streams go through it.
         *
         * @param callFactory returns the factory for an OkHttp client; called three times by {@link #build}, for pooled
         *     calls, for calls with a fresh connection each, and for streams. The calls of the factory must run through the
         *     given client, and their {@code cancel()} and {@code timeout()} must reach its calls
         * @return this
         */
        public Builder callFactory(Function<? super OkHttpClient, ? extends Call.Factory> callFactory) {
            this.callFactory = Checks.notNull("callFactory", callFactory);
            return this;
        }

        /**
         * Sets the listener that hears of calls, retries, waits, streams and credits, for metrics and logs. Replaces the
         * listener that was set before.
         *
         * @param listener the listener
         * @return this
         */
        public Builder listener(ReaderListener listener) {
            this.listener = Checks.notNull("listener", listener);
            return this;
        }

        /**
         * Sets the rate limiter, which each request waits for. Default: none; the client then learns of the limit from a 429,
         * which pauses all its calls for the {@code Retry-After}. Waiting counts towards {@link #callTimeout} and towards
         * the time-out of a wait, and not towards {@link #timeout}.
         *
         * @param rateLimiter the limiter, for example {@code RateLimiter.perMinute(60)}
         * @return this
         */
        public Builder rateLimiter(RateLimiter rateLimiter) {
            this.rateLimiter = Checks.notNull("rateLimiter", rateLimiter);
            return this;
        }

        /**
         * Sets how long {@link ReaderClient#createJob} waits for a slot if the workspace has as many active jobs as its tier
         * allows ({@code concurrency_limited}). Default: zero, which retries as after any 429. The client tries again when
         * it learns of the end of a job, and otherwise after a backoff of 5 s to 60 s; several callers wait in the order of
         * their arrival, and only the first of them tries. When the time-out passes, the call throws the {@link
         * dev.reader.client.error.ConcurrencyLimitedException}. {@link #callTimeout} still applies.
         *
         * @param slotTimeout 0 to 24 h
         * @return this
         */
        public Builder slotTimeout(Duration slotTimeout) {
            this.slotTimeout = ClientOptions.slotTimeout(slotTimeout);
            return this;
        }

        /**
         * Sets the executor of {@link ReaderClient#async}: it completes the futures and runs the code of the application that hangs on
         * them. Default: virtual threads where the JVM has them, else daemon threads whose number grows while they block.
         * The client never closes it. {@link AsyncReaderClient#withExecutor} sets another one for a call.
         *
         * @param executor the executor
         * @return this
         */
        public Builder executor(Executor executor) {
            this.executor = Checks.notNull("executor", executor);
            return this;
        }

        /**
         * Sets what carries the context of your code over to other threads. A call starts tasks on further threads: to read a
         * stream, to fetch the next part of a list, to send an asynchronous request, to complete a future. Each task runs in
         * the context that the decorator has found on the thread that made the call, so that spans, listeners and log lines
         * belong to it. All asynchronous waits share one connection; the requests for it have no context. The MDC of SLF4J is carried over without a decorator. For OpenTelemetry pass {@code task ->
         * Context.current().wrap(task)}, for Micrometer {@code task -> snapshots.captureAll().wrap(task)}, for Spring {@code
         * new ContextPropagatingTaskDecorator()::decorate}. Default: none.
         *
         * <p>It must not block. A decorator that throws, or that does not run its task, is logged at WARN, and the task runs
         * without the context.
         *
         * @param taskDecorator called on the thread whose context is carried over; returns a task that runs the given one on
         *     its own thread, within that context, and may be run any number of times
         * @return this
         */
        public Builder taskDecorator(UnaryOperator<Runnable> taskDecorator) {
            this.taskDecorator = Checks.notNull("taskDecorator", taskDecorator);
            return this;
        }

        Builder jitter(DoubleSupplier jitter) {
            this.jitter = jitter;
            return this;
        }

        Builder threads(ClientResources.Threads threads) {
            this.threads = threads;
            return this;
        }

        Builder time(Time time) {
            this.time = time;
            return this;
        }

        /**
         * Returns the client. Sends no request.
         *
         * @return the client
         * @throws IllegalArgumentException if no API key is set
         * @throws IllegalStateException if the versions of OkHttp, Okio and Jackson that the program runs with do not work
         *     together; the message names them, and the lines for the POM
         */
        public ReaderClient build() {
            LibraryCheck.check();
            ClientOptions.warnOfPlainHttp(baseUrl);
            Settings settings = new Settings(
                    baseUrl,
                    Checks.notNull("apiKey", apiKey),
                    Map.copyOf(headers),
                    timeout,
                    callTimeout,
                    maxRetries,
                    maxRetryAfter,
                    slotTimeout,
                    maxResponseBytes,
                    new StreamSettings(streamIdleTimeout, streamReconnectTimeout),
                    jitter);
            ClientResources resources = new ClientResources(
                    new HttpClients(httpClient, callFactory, streamIdleTimeout),
                    executor,
                    new ClientResources.Hooks(listener, rateLimiter, taskDecorator, jitter),
                    time,
                    threads);
            return new ReaderClient(new Transport(resources, settings), new JobWaits(resources), false);
        }
    }
}
