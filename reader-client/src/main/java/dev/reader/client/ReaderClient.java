package dev.reader.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.ApiKey;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.Patience;
import dev.reader.client.internal.http.Settings;
import dev.reader.client.internal.http.StreamSettings;
import dev.reader.client.internal.http.Time;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.Credits;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobRetry;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.client.model.QueueStatus;
import dev.reader.client.model.ResultPage;
import dev.reader.client.model.UsageEntry;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The client of the Reader API, which turns web pages into clean Markdown.
 *
 * <pre>{@code
 * try (ReaderClient reader = ReaderClient.fromEnvironment()) {
 *     System.out.println(reader.scrape("https://example.com").markdown());
 * }
 * }</pre>
 *
 * <p>Thread-safe; made once and shared. A call blocks its thread, and ends within a second of an interrupt or of {@link
 * #close}. What passes by itself (no connection, a time-out, a 429, a 5xx) is tried again, and nothing is carried out
 * twice by that: a POST that may have been carried out is only repeated under an idempotency key.
 *
 * <p>Every method may throw what is below {@link dev.reader.client.error.ReaderException}: a
 * {@link dev.reader.client.error.ReaderApiException} when the server says no, a
 * {@link dev.reader.client.error.ReaderConnectionException} when no answer came, a
 * {@link dev.reader.client.error.ReaderProtocolException} when the answer makes no sense, and a
 * {@link dev.reader.client.error.ReaderInterruptedException}. A wrong argument is an {@link IllegalArgumentException} that
 * names it; a call on a closed client is an {@link IllegalStateException}.
 */
public final class ReaderClient implements AutoCloseable {
    private static final TypeReference<Envelope<Page>> PAGE = new TypeReference<>() {};
    private static final TypeReference<Envelope<Job>> JOB = new TypeReference<>() {};
    private static final TypeReference<Envelope<Credits>> CREDITS = new TypeReference<>() {};
    private static final TypeReference<Envelope<QueueStatus>> QUEUE = new TypeReference<>() {};
    private static final Duration ANSWER_MARGIN = Duration.ofSeconds(10);

    private final Transport transport;
    private final Jobs jobs;
    private final boolean view;

    private ReaderClient(Transport transport, boolean view) {
        this.transport = transport;
        this.jobs = new Jobs(transport);
        this.view = view;
    }

    /**
     * Creates a client of {@code https://api.reader.dev}.
     *
     * @param apiKey the API key; white space around it is taken away
     * @return the client
     * @throws IllegalArgumentException if the key is null, blank, or has a character that a header can't carry
     */
    public static ReaderClient create(String apiKey) {
        return builder().apiKey(apiKey).build();
    }

    /**
     * Creates a client from the environment: the key from {@code READER_API_KEY} (else {@code READER_KEY}), the base URL
     * from {@code READER_API_URL} where that is set.
     *
     * @return the client
     * @throws IllegalArgumentException if no key is set, or one of the values can't be one
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
     * Returns a view of this client that sends its requests otherwise, over the same connections.
     *
     * @param options what is to be different
     * @return the view, which needs no closing: closing it does nothing, and it ends with this client
     */
    public ReaderClient with(RequestOptions options) {
        Checks.notNull("options", options);
        return new ReaderClient(transport.with(ClientOptions.changed(transport.settings(), options)), true);
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
     * @param request what is to be read
     * @return the page
     */
    public Page scrape(ScrapeRequest request) {
        return transport.data(post(request), PAGE);
    }

    /**
     * Reads a page, or runs a job to its end as {@link #createJob} and {@link #waitForJob(String)} do.
     *
     * @param request what is to be read
     * @return the page, or the finished job
     */
    public ReadResult read(ReadRequest request) {
        Checks.notNull("request", request);
        return request instanceof ScrapeRequest scrape
                ? new ReadResult.Scraped(scrape(scrape))
                : new ReadResult.Finished(
                        waitForJob(createJob((JobRequest) request).id()));
    }

    /**
     * Starts a job and returns at once. However often the request has to be sent, one job is made.
     *
     * @param request what is to be read
     * @return the job as it was made, without results
     */
    public Job createJob(JobRequest request) {
        return transport.data(post(request), JOB).withResults(List.of());
    }

    private static ApiRequest post(ReadRequest request) {
        Checks.notNull("request", request);
        String key = request.idempotencyKey();
        Duration timeout = request.timeout();
        ApiRequest post = ApiRequest.postJson(request.body(), "v1", "read")
                .idempotent(key == null ? UUID.randomUUID().toString() : key)
                .hiding(request.body().get("webhook") instanceof JobWebhook webhook ? webhook.secret() : null);
        return timeout == null ? post : post.atLeast(timeout.plus(ANSWER_MARGIN));
    }

    /**
     * Returns the state of a job.
     *
     * @param jobId the job's id
     * @return the job, without results
     */
    public Job getJob(String jobId) {
        return jobs.get(jobId, Patience.CONFIGURED);
    }

    /**
     * Returns some of a job's results. {@link #jobResults} brings all of them.
     *
     * @param jobId the job's id
     * @param skip how many results to leave out at the front, at least 0
     * @param limit how many results to return at most, 1 to 100
     * @return the results, which may be fewer while the job runs, and the job's state
     */
    public ResultPage getJobResults(String jobId, int skip, int limit) {
        Checks.inRange("skip", skip, 0, Integer.MAX_VALUE);
        Checks.inRange("limit", limit, 1, Paging.LARGEST_LIMIT);
        return jobs.results(jobId, skip, limit, Patience.CONFIGURED);
    }

    /**
     * Returns all results that a job has, fetched 100 at a time while they are iterated.
     *
     * @param jobId the job's id
     * @return the results; of a job that still runs, those that it has at the time
     */
    public PagedIterable<Page> jobResults(String jobId) {
        return jobs.allResults(jobId);
    }

    /**
     * Waits for a job as {@link #waitForJob(String, WaitOptions)} does, ten minutes at most.
     *
     * @param jobId the job's id
     * @return the completed job with all its results
     */
    public Job waitForJob(String jobId) {
        return waitForJob(jobId, WaitOptions.defaults());
    }

    /**
     * Waits until a job is over and returns it with every result collected.
     *
     * <p>Listens on the job's stream and collects from it, which costs two requests however long the job runs, and one for
     * each 100 results that the stream did not bring. Polls only where the stream can't be had: refused, no event stream,
     * or silent twice in a row; or where {@link WaitOptions#pollInterval} is set. Results are in the order in which the
     * pages were finished, or in that of the job.
     *
     * <p>A 429, a 5xx or a lost connection makes the wait longer and does not end it. A status that this version does not
     * know counts as still running. Closing the client or interrupting the thread ends the wait; <b>the job itself goes
     * on</b>.
     *
     * @param jobId the job's id
     * @param options how to wait
     * @return the completed job; single pages of it may have failed, see {@link Job#failedPages}
     * @throws dev.reader.client.error.JobFailedException if the job ends as failed or cancelled; carries what it had
     *     finished
     * @throws dev.reader.client.error.WaitTimeoutException if {@link WaitOptions#timeout} passes; carries the last state
     *     seen
     */
    public Job waitForJob(String jobId, WaitOptions options) {
        Checks.id("jobId", jobId);
        Checks.notNull("options", options);
        return new JobWaiter(transport, jobId, options).await();
    }

    /**
     * Waits for many jobs over one connection, the workspace's stream. Beyond the results, one request a job is made, which
     * also finds the jobs that are over already. Polls only where the stream can't be had, or where {@link
     * WaitOptions#pollInterval} is set.
     *
     * <p>No failure of a single job ends the wait for the others. When {@link WaitOptions#timeout} passes, the jobs that are
     * not over come as broken by a {@link dev.reader.client.error.WaitTimeoutException}. Closing the client or interrupting
     * the thread ends the wait with an exception; the jobs go on.
     *
     * @param jobIds the jobs' ids; one that comes twice is waited for once
     * @param options how to wait, for all jobs together
     * @return what became of each job, by id, in the order of the ids
     */
    public Map<String, JobOutcome> waitForJobs(Collection<String> jobIds, WaitOptions options) {
        Set<String> ids = new LinkedHashSet<>();
        for (String jobId : Checks.notNull("jobIds", jobIds)) {
            ids.add(Checks.id("jobIds[" + ids.size() + "]", jobId));
        }
        Checks.notNull("options", options);
        return new JobsWaiter(transport, ids, options).await();
    }

    /**
     * Listens to a job: its progress and each of its pages exactly once, as they come, until it is over. Returns at once;
     * failures come out of the iterator.
     *
     * @param jobId the job's id
     * @return the events, which have to be closed where they are not read to their end
     */
    public JobStream stream(String jobId) {
        return JobStream.open(transport, Checks.id("jobId", jobId));
    }

    /**
     * Listens to all jobs of the workspace until the subscription, or this client, is closed. Returns at once.
     *
     * @param onEvent takes the events, one at a time and on a thread of the client's; what it throws is logged at WARN, and
     *     the subscription goes on
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
     * Listens to all jobs of the workspace, and to the gaps in that, until the subscription, or this client, is closed.
     * Returns at once.
     *
     * @param listener takes the events
     * @return the subscription
     */
    public WorkspaceSubscription subscribe(WorkspaceListener listener) {
        return WorkspaceSubscription.open(transport, Checks.notNull("listener", listener));
    }

    /**
     * Cancels a job. What it has finished is kept.
     *
     * @param jobId the job's id
     * @return the status that the server answers
     * @throws dev.reader.client.error.ConflictException if the job is already over
     */
    public JobStatus cancelJob(String jobId) {
        return jobs.cancel(jobId);
    }

    /**
     * Has a job's failed pages read again; the job itself goes back to queued. Where the answer is lost, this is not asked
     * again, since the pages may be under way: the exception's {@code outcomeUnknown} is true then, and {@link #getJob}
     * tells.
     *
     * @param jobId the job's id
     * @return what the server answers
     * @throws dev.reader.client.error.InvalidRequestException if no page failed
     */
    public JobRetry retryJob(String jobId) {
        return jobs.retry(jobId);
    }

    /**
     * Returns the credits of the workspace.
     *
     * @return the credits
     */
    public Credits getCredits() {
        return transport.data(ApiRequest.get("v1", "usage", "credits"), CREDITS);
    }

    /**
     * Returns what the workspace had read and what it cost, the newest first, fetched 100 entries at a time while they
     * are iterated. An entry that moves onto a later page because of new ones is given once.
     *
     * @return the entries
     */
    public PagedIterable<UsageEntry> usageHistory() {
        return new UsageHistory(transport);
    }

    /**
     * Returns how busy the workspace is.
     *
     * @return the numbers of its jobs
     */
    public QueueStatus getQueueStatus() {
        return transport.data(ApiRequest.get("v1", "queue", "status"), QUEUE);
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

    /**
     * Closes what this client opened: calls under way end with an exception, waits and streams too, connections are
     * closed. An {@link
     * OkHttpClient} that was handed in stays as it is. A second call does nothing. A program that never closes its client
     * exits all the same.
     */
    @Override
    public void close() {
        if (!view) {
            transport.resources().close();
        }
    }

    /** Builds a {@link ReaderClient}. Only the API key has no default. */
    public static final class Builder {
        private @Nullable ApiKey apiKey;
        private HttpUrl baseUrl = HttpUrl.get(ClientOptions.DEFAULT_BASE_URL);
        private Duration timeout = ClientOptions.DEFAULT_TIMEOUT;
        private int maxRetries = ClientOptions.DEFAULT_MAX_RETRIES;
        private Duration maxRetryAfter = ClientOptions.DEFAULT_MAX_RETRY_AFTER;
        private long maxResponseBytes = ClientOptions.DEFAULT_MAX_RESPONSE_BYTES;
        private final Map<String, String> headers = ClientOptions.headers();
        private Duration streamIdleTimeout = ClientOptions.DEFAULT_STREAM_IDLE_TIMEOUT;
        private Duration streamReconnectTimeout = ClientOptions.DEFAULT_STREAM_RECONNECT_TIMEOUT;
        private @Nullable OkHttpClient httpClient;
        private Time time = Time.SYSTEM;

        private Builder() {}

        /**
         * Sets the API key.
         *
         * @param apiKey the key; white space around it is taken away
         * @return this
         */
        public Builder apiKey(String apiKey) {
            this.apiKey = ApiKey.of("apiKey", apiKey);
            return this;
        }

        /**
         * Sets where the API is; {@code https://api.reader.dev} by default. The key goes nowhere else.
         *
         * @param baseUrl an http or https URL, with a path if the API is below one, without {@code /v1}
         * @return this
         */
        public Builder baseUrl(String baseUrl) {
            this.baseUrl = ClientOptions.baseUrl(baseUrl);
            return this;
        }

        /**
         * Sets how long one attempt at a request may take, from its start to the last byte of its answer; 60 s by
         * default. A request with a longer {@code timeout} of its own gets that and a margin.
         *
         * @param timeout 1 ms to 24 h
         * @return this
         */
        public Builder timeout(Duration timeout) {
            this.timeout = ClientOptions.timeout(timeout);
            return this;
        }

        /**
         * Sets how often a request is sent again at most after a failure that may pass; 4 by default. Waits and result
         * lists don't count what only slows them down.
         *
         * @param maxRetries 0 to 100
         * @return this
         */
        public Builder maxRetries(int maxRetries) {
            this.maxRetries = ClientOptions.maxRetries(maxRetries);
            return this;
        }

        /**
         * Sets how long a wait the server may ask for by {@code Retry-After}; 60 s by default. When it asks for more, the
         * error comes at once.
         *
         * @param maxRetryAfter 0 to 24 h
         * @return this
         */
        public Builder maxRetryAfter(Duration maxRetryAfter) {
            this.maxRetryAfter = ClientOptions.maxRetryAfter(maxRetryAfter);
            return this;
        }

        /**
         * Sets how large an answer, or an event of a stream, may be; 256 MiB by default.
         *
         * @param bytes 1 KiB to 2 GiB
         * @return this
         */
        public Builder maxResponseBytes(long bytes) {
            this.maxResponseBytes = ClientOptions.maxResponseBytes(bytes);
            return this;
        }

        /**
         * Sets how long a stream may be silent before its connection counts as dead; 75 s by default, since the server says
         * something every 30 s.
         *
         * @param streamIdleTimeout 1 ms to 24 h
         * @return this
         */
        public Builder streamIdleTimeout(Duration streamIdleTimeout) {
            this.streamIdleTimeout = ClientOptions.streamTimeout("streamIdleTimeout", streamIdleTimeout);
            return this;
        }

        /**
         * Sets how long the server may be out of reach before the stream of a job is given up; 5 minutes by default. Waits
         * end by their own deadline, and subscriptions not at all.
         *
         * @param streamReconnectTimeout 1 ms to 24 h
         * @return this
         */
        public Builder streamReconnectTimeout(Duration streamReconnectTimeout) {
            this.streamReconnectTimeout = ClientOptions.streamTimeout("streamReconnectTimeout", streamReconnectTimeout);
            return this;
        }

        /**
         * Adds a header to every request, in place of one of the same name.
         *
         * @param name the header's name; not one that the client sets itself
         * @param value the header's value
         * @return this
         */
        public Builder header(String name, String value) {
            headers.put(ClientOptions.headerName(name), Checks.headerValue("header " + name, value));
            return this;
        }

        /**
         * Sets the OkHttp client to send with, for its proxy, TLS, interceptors, event listeners and connections. It is
         * used through a copy that follows no redirects and has no time-outs but the client's own, and is never closed.
         *
         * @param httpClient the OkHttp client
         * @return this
         */
        public Builder httpClient(OkHttpClient httpClient) {
            this.httpClient = Checks.notNull("httpClient", httpClient);
            return this;
        }

        Builder time(Time time) {
            this.time = time;
            return this;
        }

        /**
         * Returns the client. Nothing is sent yet.
         *
         * @return the client
         * @throws IllegalArgumentException if no API key is set
         */
        public ReaderClient build() {
            Settings settings = new Settings(
                    baseUrl,
                    Checks.notNull("apiKey", apiKey),
                    Map.copyOf(headers),
                    timeout,
                    maxRetries,
                    maxRetryAfter,
                    maxResponseBytes,
                    new StreamSettings(streamIdleTimeout, streamReconnectTimeout));
            return new ReaderClient(new Transport(new ClientResources(httpClient, time), settings), false);
        }
    }
}
