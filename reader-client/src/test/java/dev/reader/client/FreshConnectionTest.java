package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.RawServer.Request;
import dev.reader.client.model.WebhookEventType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A POST that is not repeatable uses a fresh connection. If the server closed an idle connection at that moment, the outcome
 * of the POST would be unknown, although the server never saw it.
 */
@Timeout(300)
@ParameterizedClass(name = "{0}")
@EnumSource(Style.class)
class FreshConnectionTest {
    private static final String JOB = Answers.jobDetail("job_1", "completed", 0, 0, 0, false);

    @Parameter
    private Style style;

    private final Semaphore idleClosed = new Semaphore(0);
    private final OkHttpClient callers = new OkHttpClient();
    private RawServer server;
    private AnyReader reader;

    record Post(String name, String answer, Consumer<AnyReader> call) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Post> postsThatAreNotRepeatable() {
        return Stream.of(
                new Post(
                        "retryJob",
                        "{\"id\": \"job_1\", \"status\": \"queued\", \"retrying\": 1}",
                        reader -> reader.retryJob("job_1")),
                new Post(
                        "sessions().create",
                        "{\"sessionId\": \"s\", \"wsEndpoint\": \"ws://s\", \"token\": \"t\", \"status\": \"active\"}",
                        reader -> reader.sessions().create()),
                new Post(
                        "apiKeys().create",
                        "{\"id\": \"k\", \"key\": \"rdr_new\"}",
                        reader -> reader.apiKeys().create()),
                new Post(
                        "webhooks().create",
                        "{\"id\": \"w\", \"url\": \"https://w.example/\"}",
                        reader -> reader.webhooks()
                                .create(WebhookRequest.builder(
                                                "https://w.example/", "w", WebhookEventType.JOB_COMPLETED)
                                        .build())));
    }

    private volatile String answer = "";

    @BeforeEach
    void serve() throws IOException {
        // Answers one request on each connection, and closes it when it is idle.
        server = new RawServer(connection -> {
            Request request = connection.read();
            connection.answer(200, request.method().equals("GET") ? JOB : Answers.envelope(answer));
            connection.end();
            idleClosed.release();
        });
        reader = style.reader(client(null));
    }

    private ReaderClient client(OkHttpClient http) {
        ReaderClient.Builder builder =
                ReaderClient.builder().apiKey("rdr_key").baseUrl(server.url()).time(new FakeTime());
        return (http == null ? builder : builder.httpClient(http)).build();
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        server.close();
        callers.connectionPool().evictAll();
    }

    @ParameterizedTest
    @MethodSource("postsThatAreNotRepeatable")
    void postThatIsNotRepeatable_isNotSentOnAnIdleConnection(Post post) throws Exception {
        answer = post.answer();
        reader.getJob("job_1");
        idleClosed.acquire();

        post.call().accept(reader);

        assertThat(server.requests()).extracting(Request::method).containsExactly("GET", "POST");
    }

    @ParameterizedTest
    @MethodSource("postsThatAreNotRepeatable")
    void postThatIsNotRepeatable_isNotSentOnAnIdleConnectionOfTheCallersClient(Post post) throws Exception {
        answer = post.answer();
        try (ReaderClient client = client(callers)) {
            AnyReader its = style.reader(client);
            its.getJob("job_1");
            idleClosed.acquire();

            post.call().accept(its);
        }

        assertThat(server.requests()).extracting(Request::method).containsExactly("GET", "POST");
        assertThat(callers.connectionPool().connectionCount()).isEqualTo(1);
    }

    @Test
    void freshConnection_isClosedAfterTheResponse() throws Exception {
        try (RawServer patient = new RawServer(connection -> {
            connection.read();
            connection.answer(200, Answers.envelope("{\"id\": \"job_1\", \"status\": \"queued\", \"retrying\": 1}"));
        })) {
            ConnectionPool pool = new ConnectionPool();
            try (ReaderClient client = ReaderClient.builder()
                    .apiKey("rdr_key")
                    .baseUrl(patient.url())
                    .httpClient(new OkHttpClient.Builder().connectionPool(pool).build())
                    .build()) {
                for (String jobId : List.of("job_1", "job_2", "job_3")) {
                    style.reader(client).retryJob(jobId);
                }
                assertThat(patient.accepted()).isEqualTo(3);
                Eventually.within(Duration.ofSeconds(5), "connections closed", () -> patient.open() == 0);
                assertThat(pool.connectionCount()).isZero();
            }
        }
    }
}
