package dev.reader.examples.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.BatchRequest;
import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.RequestOptions;
import dev.reader.client.ScrapeRequest;
import dev.reader.client.WaitOptions;
import dev.reader.client.error.ConcurrencyLimitedException;
import dev.reader.client.error.ConflictException;
import dev.reader.client.error.InsufficientCreditsException;
import dev.reader.client.error.InternalServerException;
import dev.reader.client.error.InvalidRequestException;
import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.RateLimitedException;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ScrapeTimeoutException;
import dev.reader.client.error.UnauthenticatedException;
import dev.reader.client.error.UpstreamUnavailableException;
import dev.reader.client.error.UrlBlockedException;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobProgress;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the client against the local Reader, over HTTP only. */
@Timeout(300)
class ClientEndToEndTest {
    private static final WaitOptions FREQUENT_POLLS =
            WaitOptions.builder().pollInterval(Duration.ofMillis(20)).build();
    private static final RequestOptions NO_RETRIES =
            RequestOptions.builder().maxRetries(0).build();

    private final MutableClock clock = new MutableClock();
    private TestSite site;
    private LocalReader local;
    private ReaderClient reader;

    @BeforeEach
    void startSite() throws IOException {
        site = new TestSite();
    }

    @AfterEach
    void stop() {
        reader.close();
        local.close();
        site.close();
    }

    private void start(LocalReader.Builder builder) {
        local = builder.clock(clock).slowPageDelay(Duration.ZERO).start();
        reader = client(local.apiKey());
    }

    private void start() {
        start(LocalReader.builder().allowPrivateNetworks());
    }

    private ReaderClient client(String key) {
        return ReaderClient.builder().apiKey(key).baseUrl(local.baseUrl()).build();
    }

    private List<String> urls(int count) {
        return IntStream.range(0, count).mapToObj(i -> site.url("/" + i)).toList();
    }

    @Test
    void scrape_returnsThePageAsMarkdown_withMetadata() {
        start();

        Page page = reader.scrape(local.site().url(SampleSite.REDIRECT));

        assertThat(page.markdown()).startsWith("#").doesNotContain("<html");
        assertThat(page.finalUrl()).isEqualTo(local.site().url(SampleSite.REDIRECT_TARGET));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.metadata().title()).isNotBlank();
        assertThat(page.metadata().cached()).isFalse();
        assertThat(page.metadata().scrapedAt()).isEqualTo(clock.instant());
        assertThat(reader.scrape(local.site().url(SampleSite.REDIRECT))
                        .metadata()
                        .cached())
                .isTrue();
    }

    @Test
    void scrape_appliesSelectors() {
        start();
        site.page("/p", "<nav>menu</nav><main><h1>Title</h1><p class=ad>buy</p><p>text</p></main>");

        Page page = reader.scrape(ScrapeRequest.builder(site.url("/p"))
                .includeTags("main")
                .excludeTags(".ad")
                .build());

        assertThat(page.markdown()).contains("Title", "text").doesNotContain("menu", "buy");
    }

    @Test
    void batch_returnsEveryPage_andRetriesOnlyTheFailedOne() {
        start();
        String flaky = local.site().url(SampleSite.FLAKY_PAGE);
        Job created = reader.createJob(
                BatchRequest.of(local.siteUrl(), flaky, local.site().url("/faq.html")));

        Job first = reader.waitForJob(created.id(), FREQUENT_POLLS);
        assertThat(first.results()).hasSize(3);
        assertThat(first.failedPages()).extracting(Page::url).containsExactly(flaky);

        assertThat(reader.retryJob(created.id()).retrying()).isEqualTo(1);
        Job second = reader.waitForJob(created.id(), FREQUENT_POLLS);
        assertThat(second.failedPages()).isEmpty();
        assertThat(second.results()).hasSize(3).allMatch(page -> page.markdown() != null);
    }

    @Test
    void crawl_findsTheSite_andReportsProgress() {
        start();
        List<JobProgress> reported = new ArrayList<>();
        Job created = reader.createJob(
                CrawlRequest.builder(local.siteUrl()).maxDepth(5).maxPages(50).build());

        Job job = reader.waitForJob(
                created.id(),
                WaitOptions.builder()
                        .pollInterval(Duration.ofMillis(20))
                        .onProgress(reported::add)
                        .build());

        assertThat(job.results())
                .hasSizeGreaterThan(10)
                .allMatch(page -> page.url().startsWith(local.siteUrl()));
        assertThat(job.failedPages())
                .extracting(Page::url)
                .contains(local.site().url(SampleSite.MISSING_PAGE));
        assertThat(reported).extracting(JobProgress::completed).isSorted();
        assertThat(reported.get(reported.size() - 1).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(reported.get(reported.size() - 1).completed())
                .isEqualTo(job.results().size());
    }

    @Test
    void results_haveTheSameOrderInEachCall() {
        start();
        List<String> urls = urls(250);
        Job created =
                reader.createJob(BatchRequest.builder(urls).batchConcurrency(20).build());

        Job job = reader.waitForJob(created.id(), FREQUENT_POLLS);

        assertThat(job.results()).extracting(Page::url).containsExactlyInAnyOrderElementsOf(urls);
        assertThat(reader.jobResults(created.id()).stream().map(Page::url))
                .isEqualTo(job.results().stream().map(Page::url).toList());
        assertThat(reader.getJobResults(created.id(), 240, 100).results()).hasSize(10);
        assertThat(reader.getJobResults(created.id(), 0, 10).hasMore()).isTrue();
        assertThat(reader.getJob(created.id()).results()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset-before:2", "reset-after:2", "server-error:2", "proxy-page:2", "rate-limit:1"})
    void createJob_throughFaults_makesOneJob(String fault) {
        start();
        local.faults().add(fault + "@/v1/read");
        BatchRequest request =
                BatchRequest.builder(urls(2)).idempotencyKey("order-17").build();

        Job created = reader.createJob(request);

        assertThat(reader.createJob(request).id()).isEqualTo(created.id());
        assertThat(reader.waitForJob(created.id(), FREQUENT_POLLS).results()).hasSize(2);
        assertThat(site.requests()).as("pages read").isEqualTo(2);
        assertThat(local.faults().active()).isEmpty();
    }

    @Test
    void cancelJob_keepsFinishedPages() throws InterruptedException {
        start();
        Job created = reader.createJob(BatchRequest.builder(site.url("/done"), site.url("/held"))
                .batchConcurrency(1)
                .build());
        site.awaitHeld(1);

        assertThat(reader.cancelJob(created.id())).isEqualTo(JobStatus.CANCELLED);
        JobFailedException failure =
                catchThrowableOfType(JobFailedException.class, () -> reader.waitForJob(created.id(), FREQUENT_POLLS));

        assertThat(failure.job().status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(failure.job().results()).extracting(Page::url).containsExactly(site.url("/done"));
    }

    @Test
    void failedJob_throwsWithItsFinishedPages() {
        start();
        local.faults().add("fail-job");
        Job created = reader.createJob(
                BatchRequest.builder(urls(3)).batchConcurrency(1).build());

        JobFailedException failure =
                catchThrowableOfType(JobFailedException.class, () -> reader.waitForJob(created.id(), FREQUENT_POLLS));

        assertThat(failure.job().status()).isEqualTo(JobStatus.FAILED);
        assertThat(failure.job().error()).isNotBlank();
        assertThat(failure.job().results()).hasSize(1);
    }

    /**
     * Returns a client whose pauses pass at once: when it must wait, the server's clock advances by the pause
     * instead. The second rate-limited response releases the held page.
     */
    private ReaderClient clientWithoutPauses(AtomicInteger rateLimited) {
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    String retryAfter = response.header("Retry-After");
                    if (response.code() != 429 || retryAfter == null) {
                        return response;
                    }
                    if (rateLimited.incrementAndGet() == 2) {
                        site.release();
                    }
                    clock.advance(Duration.ofSeconds(Long.parseLong(retryAfter)));
                    return response.newBuilder().header("Retry-After", "0").build();
                })
                .build();
        return ReaderClient.builder()
                .apiKey(local.apiKey())
                .baseUrl(local.baseUrl())
                .httpClient(http)
                .maxRetries(1)
                .build();
    }

    @Test
    void freeTier_allowsWaitingAndCollecting() throws InterruptedException {
        start(LocalReader.builder().allowPrivateNetworks().tier(Tier.FREE));
        AtomicInteger rateLimited = new AtomicInteger();
        try (ReaderClient clientWithoutPauses = clientWithoutPauses(rateLimited)) {
            List<String> urls = new ArrayList<>(urls(250));
            urls.add(site.url("/held"));
            Job created = clientWithoutPauses.createJob(
                    BatchRequest.builder(urls).batchConcurrency(20).build());
            site.awaitHeld(1);

            Job job = clientWithoutPauses.waitForJob(
                    created.id(),
                    WaitOptions.builder()
                            .timeout(Duration.ofMinutes(60))
                            .pollInterval(Duration.ofMillis(10))
                            .build());
            assertThat(job.results()).hasSize(251);
            assertThat(clientWithoutPauses.jobResults(created.id()).stream()).hasSize(251);
        }
        assertThat(rateLimited).hasPositiveValue();
    }

    @Test
    void freeTier_aLoopOfScrapes_isThrottledAndCompletes() {
        start(LocalReader.builder().allowPrivateNetworks().tier(Tier.FREE));
        AtomicInteger rateLimited = new AtomicInteger();
        try (ReaderClient clientWithoutPauses = clientWithoutPauses(rateLimited)) {
            for (String url : urls(25)) {
                assertThat(clientWithoutPauses.scrape(url).failed()).isFalse();
            }
        }
        assertThat(rateLimited).hasPositiveValue();
    }

    private <E extends ReaderApiException> E failure(Class<E> type, String code, Runnable call) {
        E failure = catchThrowableOfType(type, call::run);
        assertThat(failure).isExactlyInstanceOf(type);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.requestId()).isNotBlank();
        return failure;
    }

    @Test
    void errors_ofRequests() {
        start(LocalReader.builder().allowPrivateNetworks().credits(3).blockHost("blocked.example"));
        ReaderClient noRetries = reader.with(NO_RETRIES);

        UrlBlockedException blocked = failure(
                UrlBlockedException.class, "url_blocked", () -> noRetries.scrape("http://blocked.example/secret"));
        assertThat(blocked.url()).isEqualTo("http://blocked.example/secret");
        assertThat(blocked.reason()).isNotBlank();

        InsufficientCreditsException insufficient = failure(
                InsufficientCreditsException.class,
                "insufficient_credits",
                () -> noRetries.createJob(BatchRequest.of(urls(5))));
        assertThat(insufficient.required()).isEqualTo(5);
        assertThat(insufficient.available()).isEqualTo(3);
        assertThat(insufficient.resetAt()).isAfter(clock.instant());

        failure(
                UpstreamUnavailableException.class,
                "upstream_unavailable",
                () -> noRetries.scrape("http://127.0.0.1:1/"));
        failure(NotFoundException.class, "not_found", () -> noRetries.getJob("job_unknown"));
        try (ReaderClient wrongKey = client("rdr_wrong")) {
            failure(UnauthenticatedException.class, "unauthenticated", () -> wrongKey.scrape(local.siteUrl()));
        }
    }

    @Test
    void errors_ofJobs() {
        start();
        Job done = reader.waitForJob(reader.createJob(BatchRequest.of(urls(1))).id(), FREQUENT_POLLS);

        ConflictException terminal = failure(ConflictException.class, "conflict", () -> reader.cancelJob(done.id()));
        assertThat(terminal.status()).isEqualTo("completed");
        failure(InvalidRequestException.class, "invalid_request", () -> reader.retryJob(done.id()));
        assertThat(catchThrowableOfType(
                                ReaderApiException.class,
                                () -> reader.sessions().get("no-such-session"))
                        .code())
                .isEqualTo("session_not_found");
    }

    @Test
    void errors_ofLimits() throws InterruptedException {
        start(LocalReader.builder().allowPrivateNetworks().tier(Tier.FREE));
        ReaderClient noRetries = reader.with(NO_RETRIES);
        noRetries.createJob(BatchRequest.of(site.url("/held/1")));
        noRetries.createJob(BatchRequest.of(site.url("/held/2")));
        site.awaitHeld(2);

        ConcurrencyLimitedException concurrency = failure(
                ConcurrencyLimitedException.class,
                "concurrency_limited",
                () -> noRetries.createJob(BatchRequest.of(site.url("/3"))));
        assertThat(concurrency.active()).isEqualTo(2);
        assertThat(concurrency.max()).isEqualTo(2);

        RateLimitedException limited = failure(RateLimitedException.class, "rate_limited", () -> {
            for (int i = 0; i < 11; i++) {
                noRetries.getQueueStatus();
            }
        });
        assertThat(limited.limit()).isEqualTo(10);
        assertThat(limited.window()).isEqualTo(Duration.ofMinutes(1));
        assertThat(limited.retryAfter()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void errors_thatAreTransient() {
        start();
        ReaderClient noRetries = reader.with(NO_RETRIES);

        local.faults().add("server-error");
        failure(InternalServerException.class, "internal_error", noRetries::getCredits);

        local.faults().add("proxy-page");
        assertThat(catchThrowableOfType(UpstreamUnavailableException.class, noRetries::getCredits)
                        .body())
                .contains("<html");

        ScrapeTimeoutException timedOut = failure(
                ScrapeTimeoutException.class,
                "scrape_timeout",
                () -> noRetries.scrape(ScrapeRequest.builder(site.url("/held"))
                        .timeout(Duration.ofSeconds(1))
                        .build()));
        assertThat(timedOut.timeout()).isEqualTo(Duration.ofSeconds(1));
    }
}
