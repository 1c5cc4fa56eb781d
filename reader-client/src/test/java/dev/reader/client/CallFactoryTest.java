package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderProtocolException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

/** Calls that the application's factory makes: all of them, with the guards of the client. */
class CallFactoryTest extends MockServerTest {
    private final List<OkHttpClient> clients = new ArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private ReaderClient.Builder recording() {
        return builder().callFactory(http -> {
            clients.add(http);
            return request -> {
                requests.add(request);
                return http.newCall(
                        request.newBuilder().header("traceparent", "00-1").build());
            };
        });
    }

    @Test
    void everyRequest_goesThroughTheFactory() {
        ReaderClient client = open(recording());
        AnyReader traced = style.reader(client);
        answer(
                Answers.page(),
                Answers.data(200, "{\"id\": \"job_1\", \"status\": \"queued\", \"retrying\": 2}"),
                new MockResponse.Builder()
                        .addHeader("Content-Type", "text/event-stream")
                        .body("event: done\ndata: {\"status\":\"completed\",\"completed\":0,\"total\":0}\n\n")
                        .build());

        traced.scrape("https://example.com/");
        traced.retryJob("job_1");
        try (JobStream events = client.stream("job_1")) {
            events.iterator().next();
        }

        assertThat(clients).as("pooled, unpooled, streams").hasSize(3);
        assertThat(requests)
                .extracting(request -> request.url().encodedPath())
                .containsExactly("/v1/read", "/v1/jobs/job_1/retry", "/v1/jobs/job_1/stream");
        for (int i = 0; i < 3; i++) {
            assertThat(request().getHeaders().get("traceparent")).isEqualTo("00-1");
        }
    }

    @Test
    void guardsOfTheClient_stay() {
        AnyReader traced = client(recording().maxRetries(0));
        answer(new MockResponse.Builder()
                .code(307)
                .addHeader("Location", "https://elsewhere.invalid/")
                .build());

        assertThatThrownBy(() -> traced.scrape("https://example.com/"))
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining("redirect");

        assertThat(clients).allSatisfy(http -> {
            assertThat(http.followRedirects()).isFalse();
            assertThat(http.retryOnConnectionFailure()).isFalse();
        });
    }

    @Test
    void closingTheClient_cancelsACallOfTheFactory() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        ReaderClient client = open(builder().callFactory(http -> request -> {
            sent.countDown();
            return http.newCall(request);
        }));
        answer(new MockResponse.Builder()
                .headersDelay(1, java.util.concurrent.TimeUnit.HOURS)
                .build());
        FutureTask<Object> call = new FutureTask<>(() -> style.reader(client).scrape("https://example.com/"));
        new Thread(call).start();
        sent.await();

        client.close();

        assertThatThrownBy(call::get).hasCauseInstanceOf(ReaderConnectionException.class);
    }

    /** A factory that ignores the given client: nothing tells whether the request was sent. */
    @Test
    void callThatBypassesTheClient_isNotRepeatedWithoutAnIdempotencyKey() {
        OkHttpClient other = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    requests.add(chain.request());
                    throw new IOException("lost");
                })
                .build();
        AnyReader reader = client(builder().callFactory(http -> other));

        ReaderConnectionException failure =
                catchThrowableOfType(ReaderConnectionException.class, () -> reader.retryJob("job_1"));

        assertThat(requests).hasSize(1);
        assertThat(failure.outcomeUnknown()).isTrue();
    }

    @Test
    void timeout_reachesTheCallOfAWrapper() {
        AnyReader traced = client(recording().timeout(Duration.ofMillis(50)).maxRetries(0));
        answer(new MockResponse.Builder()
                .headersDelay(1, java.util.concurrent.TimeUnit.HOURS)
                .build());

        assertThatThrownBy(() -> traced.scrape("https://example.com/"))
                .isInstanceOf(ReaderConnectionException.class)
                .hasMessageContaining("timed out after 50 ms");
    }

    @Test
    void nullFactory_isRejected() {
        ReaderClient.Builder builder = builder();

        assertThatThrownBy(() -> builder.callFactory(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("callFactory is null");
        assertThatThrownBy(() -> builder.callFactory(http -> null).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the result of callFactory is null");
    }
}
