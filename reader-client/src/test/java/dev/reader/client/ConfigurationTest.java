package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.model.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client's options: environment, views, time-outs and a provided OkHttpClient. */
class ConfigurationTest extends MockServerTest {

    private static MockResponse slowPage(long millis) {
        return Answers.json(200, Answers.envelope(Answers.PAGE))
                .headersDelay(millis, TimeUnit.MILLISECONDS)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "READER_API_KEY, rdr_new, READER_KEY, rdr_old, rdr_new",
        "READER_API_KEY, ' ', READER_KEY, rdr_old, rdr_old"
    })
    void environment_providesKeyAndUrl(String name, String value, String olderName, String older, String expected) {
        answer(Answers.page());
        try (ReaderClient client = ReaderClient.fromEnvironment(Map.of(
                name,
                value,
                olderName,
                older,
                "READER_API_URL",
                server.url("/base").toString()))) {
            client.scrape("https://example.com/");
        }

        RecordedRequest request = request();
        assertThat(request.getTarget()).isEqualTo("/base/v1/read");
        assertThat(request.getHeaders().get("x-api-key")).isEqualTo(expected);
    }

    @Test
    void environment_blankUrl_usesDefault() {
        assertThatCode(() -> ReaderClient.fromEnvironment(Map.of("READER_API_KEY", "rdr_k", "READER_API_URL", " "))
                        .close())
                .doesNotThrowAnyException();
        assertThat(ClientOptions.DEFAULT_BASE_URL).isEqualTo("https://api.reader.dev");
    }

    @Test
    void view_sendsOwnHeadersOverSharedConnection() {
        answer(Answers.page(), Answers.page(), Answers.page());
        AnyReader client = client(builder().header("x-team", "search").header("x-kept", "1"));
        AnyReader view =
                client.with(RequestOptions.builder().header("x-team", "ads").build());

        client.scrape("https://example.com/");
        view.scrape("https://example.com/");
        client.scrape("https://example.com/");

        RecordedRequest first = request();
        RecordedRequest second = request();
        RecordedRequest third = request();
        assertThat(first.getHeaders().get("x-team")).isEqualTo("search");
        assertThat(second.getHeaders().get("x-team")).isEqualTo("ads");
        assertThat(second.getHeaders().get("x-kept")).isEqualTo("1");
        assertThat(third.getHeaders().get("x-team")).isEqualTo("search");
        assertThat(List.of(first, second, third))
                .extracting(RecordedRequest::getConnectionIndex)
                .containsOnly(0);
    }

    @Test
    void view_close_leavesClientOpen_andClientCloseClosesView() {
        answer(Answers.page());
        AnyReader view = reader.with(RequestOptions.builder().build());

        view.close();
        reader.scrape("https://example.com/");
        reader.close();

        assertThatThrownBy(() -> view.scrape("https://example.com/")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({"16, 8", "64, 8", "192, 24", "2048, 256", "65536, 256"})
    void maxResponseBytes_defaultsToAnEighthOfTheHeap_within8And256MiB(long heapMebibytes, long expected) {
        assertThat(ClientOptions.defaultMaxResponseBytes(heapMebibytes << 20)).isEqualTo(expected << 20);
    }

    @Test
    void maxResponseBytes_unlimitedHeap_is256MiB() {
        assertThat(ClientOptions.defaultMaxResponseBytes(Long.MAX_VALUE)).isEqualTo(256L << 20);
    }

    @Test
    void closedClient_rejectsCalls_andCanBeClosedAgain() {
        reader.close();
        reader.close();

        assertThatThrownBy(() -> reader.scrape("https://example.com/"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> reader.waitForJob("job_1")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reader.jobResults("job_1").iterator().hasNext())
                .isInstanceOf(IllegalStateException.class);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void timeout_endsAttempt() {
        reader = client(builder().timeout(Duration.ofMillis(100)).maxRetries(0));
        answer(slowPage(1500));

        ReaderConnectionException failure =
                catchThrowableOfType(ReaderConnectionException.class, () -> reader.scrape("https://example.com/"));

        assertThat(failure).hasMessageContaining("timed out after 100 ms");
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure.idempotencyKey()).isNotBlank();
    }

    @Test
    void timeout_canBeSetPerView() {
        answer(slowPage(1500), slowPage(300));
        AnyReader hasty = reader.with(RequestOptions.builder()
                .timeout(Duration.ofMillis(100))
                .maxRetries(0)
                .build());

        assertThatThrownBy(() -> hasty.scrape("https://example.com/")).isInstanceOf(ReaderConnectionException.class);
        assertThat(reader.scrape("https://example.com/").markdown()).isEqualTo("# Example");
    }

    @Test
    void timeout_isAtLeastTheRequestsTimeout() {
        reader = client(builder().timeout(Duration.ofMillis(100)).maxRetries(0));
        answer(slowPage(400));

        assertThat(reader.scrape(ScrapeRequest.builder("https://example.com/")
                                .timeout(Duration.ofSeconds(1))
                                .build())
                        .markdown())
                .isEqualTo("# Example");
    }

    @Test
    void timeout_coversResponseBody() {
        reader = client(builder().timeout(Duration.ofMillis(150)).maxRetries(0));
        answer(Answers.json(200, Answers.envelope(Answers.PAGE))
                .throttleBody(1, 40, TimeUnit.MILLISECONDS)
                .build());

        assertThatThrownBy(() -> reader.scrape("https://example.com/")).isInstanceOf(ReaderConnectionException.class);
    }

    @Test
    void providedHttpClient_keepsInterceptorsAndListeners_andStaysOpen() {
        List<String> seen = new CopyOnWriteArrayList<>();
        ConnectionPool pool = new ConnectionPool();
        OkHttpClient callers = new OkHttpClient.Builder()
                .connectionPool(pool)
                .addInterceptor(chain -> {
                    seen.add("application " + chain.request().url().encodedPath());
                    return chain.proceed(chain.request()
                            .newBuilder()
                            .header("x-traced", "yes")
                            .build());
                })
                .addNetworkInterceptor(chain -> {
                    seen.add("network");
                    return chain.proceed(chain.request());
                })
                .eventListener(new EventListener() {
                    @Override
                    public void callEnd(Call call) {
                        seen.add("listener");
                    }
                })
                .build();
        answer(Answers.page(), new MockResponse.Builder().body("still open").build());
        AnyReader client = client(builder().httpClient(callers));

        client.scrape("https://example.com/");
        client.close();

        assertThat(seen).containsExactly("application /v1/read", "network", "listener");
        assertThat(request().getHeaders().get("x-traced")).isEqualTo("yes");
        assertThat(pool.connectionCount()).isEqualTo(1);
        assertThat(callers.dispatcher().executorService().isShutdown()).isFalse();
        assertThatCode(() -> callers.newCall(new okhttp3.Request.Builder()
                                .url(server.url("/own"))
                                .build())
                        .execute()
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void providedHttpClient_timeoutsDoNotApply() {
        OkHttpClient hasty = new OkHttpClient.Builder()
                .readTimeout(Duration.ofMillis(100))
                .writeTimeout(Duration.ofMillis(100))
                .callTimeout(Duration.ofMillis(200))
                .build();
        answer(slowPage(500));

        assertThat(client(builder().httpClient(hasty).maxRetries(0))
                        .scrape("https://example.com/")
                        .markdown())
                .isEqualTo("# Example");
        assertThat(hasty.readTimeoutMillis()).isEqualTo(100);
    }

    @Test
    void providedHttpClient_proxyIsUsed() {
        OkHttpClient proxied = new OkHttpClient.Builder()
                .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(server.getHostName(), server.getPort())))
                .build();
        answer(Answers.page());

        client(builder().baseUrl("http://reader.invalid/").httpClient(proxied)).scrape("https://example.com/");

        assertThat(request().getRequestLine()).isEqualTo("POST http://reader.invalid/v1/read HTTP/1.1");
    }

    @Test
    void providedHttpClient_fullDispatcherDoesNotBlockCalls() throws Exception {
        OkHttpClient callers = new OkHttpClient();
        callers.dispatcher().setMaxRequestsPerHost(1);
        CountDownLatch done = new CountDownLatch(1);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                boolean held = request.getTarget().equals("/slow");
                return held && !done.await(60, TimeUnit.SECONDS)
                        ? new MockResponse.Builder().code(418).build()
                        : Answers.page();
            }
        });
        callers.newCall(new okhttp3.Request.Builder().url(server.url("/slow")).build())
                .enqueue(new okhttp3.Callback() {
                    @Override
                    public void onFailure(Call call, java.io.IOException e) {}

                    @Override
                    public void onResponse(Call call, okhttp3.Response response) {
                        response.close();
                    }
                });
        assertThat(server.takeRequest(60, TimeUnit.SECONDS).getTarget()).isEqualTo("/slow");

        client(builder().httpClient(callers)).scrape("https://example.com/");

        assertThat(callers.dispatcher().runningCallsCount()).isEqualTo(1);
        done.countDown();
    }

    @Test
    void twentyConcurrentCalls_bypassDispatcherLimits() throws Exception {
        CountDownLatch together = new CountDownLatch(20);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                together.countDown();
                return together.await(60, TimeUnit.SECONDS)
                        ? Answers.page()
                        : new MockResponse.Builder().code(418).build();
            }
        });
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Callable<Page>> calls = Collections.nCopies(20, () -> reader.scrape("https://example.com/"));
            for (Future<Page> call : threads.invokeAll(calls)) {
                assertThat(call.get().markdown()).isEqualTo("# Example");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void connectTimeout_isReportedAsNotSent() {
        OkHttpClient unreachable = new OkHttpClient.Builder()
                .socketFactory(new SocketFactory() {
                    @Override
                    public Socket createSocket() {
                        return new Socket() {
                            @Override
                            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                                throw new SocketTimeoutException("Connect timed out");
                            }
                        };
                    }

                    @Override
                    public Socket createSocket(String host, int port) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public Socket createSocket(InetAddress host, int port) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
                        throw new UnsupportedOperationException();
                    }
                })
                .build();
        AnyReader client = client(builder().httpClient(unreachable).maxRetries(1));

        ReaderConnectionException failure =
                catchThrowableOfType(ReaderConnectionException.class, () -> client.retryJob("job_1"));

        assertThat(failure).hasMessageContaining("Connect timed out").hasMessageNotContaining("60000 ms");
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(time.waits()).hasSize(1);
    }
}
