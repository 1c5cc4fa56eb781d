package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.error.RateLimitedException;
import dev.reader.client.model.Job;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import org.junit.jupiter.api.Test;

/**
 * What a job of 60 s and 25 pages costs on the free tier, with its ten requests a minute, in the test's time. The figures
 * stand in docs/benchmarks.md.
 */
class FreeTierCostTest {
    private static final Duration JOB = Duration.ofSeconds(60);
    private static final int PAGES = 25;

    private final FakeTime time = new FakeTime();
    private final FreeTier server = new FreeTier();

    /** Requests beside the POST, and seconds from it to the collected results. */
    record Cost(int requests, long seconds) {}

    private ReaderClient client(int maxRetries) {
        return ReaderClient.builder()
                .apiKey("rdr_test")
                .baseUrl("http://fake.invalid")
                .httpClient(new OkHttpClient.Builder().addInterceptor(server).build())
                .time(time)
                .maxRetries(maxRetries)
                .build();
    }

    private Cost costOf(WaitOptions options) {
        try (ReaderClient reader = client(4)) {
            Job job = reader.createJob(BatchRequest.of("https://a.example/"));
            Job done = reader.waitForJob(job.id(), options);
            assertThat(done.results()).hasSize(PAGES);
        }
        return new Cost(server.requests - 1, time.elapsed().toSeconds());
    }

    @Test
    void stream() {
        assertThat(costOf(WaitOptions.defaults())).isEqualTo(new Cost(2, 60));
    }

    @Test
    void documentedPace_whereThereIsNoStream() {
        server.streams = false;

        assertThat(costOf(WaitOptions.defaults())).isEqualTo(new Cost(12, 60));
    }

    @Test
    void fixedPollsEveryTwoSeconds_byThisClient() {
        assertThat(costOf(WaitOptions.builder()
                        .pollInterval(Duration.ofSeconds(2))
                        .build()))
                .isEqualTo(new Cost(12, 60));
    }

    @Test
    void fixedPollsEveryTwoSeconds_byHand() throws InterruptedException {
        try (ReaderClient reader = client(0)) {
            Job job = reader.createJob(BatchRequest.of("https://a.example/"));

            assertThatThrownBy(() -> {
                        while (!reader.getJob(job.id()).status().isTerminal()) {
                            time.pass(Duration.ofSeconds(2));
                        }
                    })
                    .isInstanceOf(RateLimitedException.class);
        }
        assertThat(new Cost(server.requests - 1, time.elapsed().toSeconds())).isEqualTo(new Cost(10, 18));
    }

    /** The server, in the test's time. */
    private final class FreeTier implements Interceptor {
        private final Deque<Duration> window = new ArrayDeque<>();
        private boolean streams = true;
        private int requests;

        @Override
        public Response intercept(Chain chain) {
            Request request = chain.request();
            requests++;
            Duration now = time.elapsed();
            while (!window.isEmpty() && window.peek().plusSeconds(60).compareTo(now) <= 0) {
                window.remove();
            }
            if (window.size() >= 10) {
                long millis = window.peek().plusSeconds(60).minus(now).toMillis();
                return json(request, 429, Answers.errorBody("rate_limited", "{}"))
                        .newBuilder()
                        .header("Retry-After", String.valueOf((millis + 999) / 1000))
                        .build();
            }
            window.add(now);
            String path = request.url().encodedPath();
            if (path.endsWith("/read")) {
                return json(request, 201, Answers.envelope(Answers.job("job_1", "queued", 0, PAGES)));
            }
            if (path.endsWith("/stream")) {
                return streams ? stream(request) : json(request, 404, Answers.errorBody("not_found", "{}"));
            }
            boolean over = now.compareTo(JOB) >= 0;
            boolean state = "1".equals(request.url().queryParameter("limit"));
            int results = over ? (state ? 1 : PAGES) : 0;
            return json(
                    request,
                    200,
                    Answers.jobDetail("job_1", over ? "completed" : "processing", 0, results, PAGES, over && state));
        }

        private Response stream(Request request) {
            Buffer events = new Buffer();
            for (int i = 0; i < PAGES; i++) {
                events.writeUtf8("event: page\ndata: {\"url\":\"" + Answers.url(i) + "\"}\n\n");
            }
            events.writeUtf8("event: done\ndata: {\"status\":\"completed\",\"completed\":" + PAGES + ",\"total\":"
                    + PAGES + "}\n\n");
            return answer(request, 200, "text/event-stream", new ForwardingSource(events) {
                @Override
                public long read(Buffer sink, long byteCount) throws IOException {
                    Duration left = JOB.minus(time.elapsed());
                    time.pass(left.isNegative() ? Duration.ZERO : left);
                    return super.read(sink, byteCount);
                }
            });
        }

        private Response json(Request request, int status, String body) {
            return answer(request, status, "application/json", new Buffer().writeUtf8(body));
        }

        private Response answer(Request request, int status, String type, okio.Source body) {
            return new Response.Builder()
                    .request(request)
                    .protocol(Protocol.HTTP_1_1)
                    .code(status)
                    .message("Status")
                    .header("Content-Type", type)
                    .body(ResponseBody.create(Okio.buffer(body), MediaType.get(type), -1))
                    .build();
        }
    }
}
