package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.RawServer.Connection;
import dev.reader.client.RawServer.Request;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderProtocolException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that break before, during and after a request: one job is created, and the exception has the outcome. */
@Timeout(300)
@ParameterizedClass(name = "{0}")
@EnumSource(Style.class)
class BrokenConnectionTest {
    @Parameter
    private Style style;

    private final FakeTime time = new FakeTime();
    private final Map<String, String> jobsByKey = new ConcurrentHashMap<>();
    private final AtomicInteger jobsCreated = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private RawServer server;
    private AnyReader reader;

    /** The point at which a connection breaks. */
    enum Fault {
        RESET_BEFORE_THE_REQUEST_IS_READ {
            @Override
            void inject(BrokenConnectionTest test, Connection connection) throws IOException {
                connection.reset();
            }
        },
        END_BEFORE_THE_REQUEST_IS_READ {
            @Override
            void inject(BrokenConnectionTest test, Connection connection) throws IOException {
                connection.end();
            }
        },
        RESET_AFTER_THE_REQUEST_WAS_PROCESSED {
            @Override
            void inject(BrokenConnectionTest test, Connection connection) throws IOException {
                test.execute(connection.read());
                connection.reset();
            }
        },
        END_AFTER_THE_REQUEST_WAS_PROCESSED {
            @Override
            void inject(BrokenConnectionTest test, Connection connection) throws IOException {
                test.execute(connection.read());
                connection.end();
            }
        },
        END_IN_THE_HEAD_OF_THE_RESPONSE {
            @Override
            void inject(BrokenConnectionTest test, Connection connection) throws IOException {
                test.execute(connection.read());
                connection.write("HTTP/1.1 201 Created\r\nContent-Ty");
                connection.end();
            }
        },
        RESET_IN_THE_BODY_OF_THE_RESPONSE {
            @Override
            void inject(BrokenConnectionTest test, Connection connection) throws IOException {
                String answer = test.execute(connection.read());
                connection.write(Connection.head(201, answer.length()) + answer.substring(0, 20));
                connection.reset();
            }
        },
        END_IN_THE_BODY_OF_THE_RESPONSE {
            @Override
            void inject(BrokenConnectionTest test, Connection connection) throws IOException {
                String answer = test.execute(connection.read());
                connection.write(Connection.head(201, answer.length()) + answer.substring(0, 20));
                connection.end();
            }
        },
        NOT_HTTP {
            @Override
            void inject(BrokenConnectionTest test, Connection connection) throws IOException {
                test.execute(connection.read());
                connection.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
                connection.end();
            }
        },
        SERVER_ERROR_AFTER_THE_REQUEST_WAS_PROCESSED {
            @Override
            void inject(BrokenConnectionTest test, Connection connection) throws IOException {
                test.execute(connection.read());
                connection.answer(502, "");
            }
        };

        abstract void inject(BrokenConnectionTest test, Connection connection) throws IOException;

        boolean requestWasRead() {
            return this != RESET_BEFORE_THE_REQUEST_IS_READ && this != END_BEFORE_THE_REQUEST_IS_READ;
        }
    }

    private void serve(RawServer.Handler handler, int maxRetries) throws IOException {
        server = new RawServer(handler);
        reader = style.reader(ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl(server.url())
                .maxRetries(maxRetries)
                .time(time)
                .build());
    }

    @AfterEach
    void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** Creates a job like the server: once per idempotency key. */
    private String execute(Request request) {
        String key = request.idempotencyKey();
        return jobsByKey.computeIfAbsent(
                key == null ? "no key " + jobsCreated : key,
                k -> Answers.envelope(Answers.job("job_" + jobsCreated.incrementAndGet(), "queued", 0, 1)));
    }

    private void faultsThenResponses(Fault fault, int faults) throws IOException {
        serve(
                connection -> {
                    if (connections.incrementAndGet() <= faults) {
                        fault.inject(this, connection);
                    } else {
                        connection.answer(201, execute(connection.read()));
                    }
                },
                4);
    }

    @ParameterizedTest
    @EnumSource
    void createJob_oneFault_createsOneJob(Fault fault) throws IOException {
        faultsThenResponses(fault, 1);

        assertThat(reader.createJob(BatchRequest.of("https://a.example/")).id()).isEqualTo("job_1");

        assertThat(jobsCreated).hasValue(1);
        assertThat(server.requests()).hasSize(fault.requestWasRead() ? 2 : 1);
        assertThat(server.requests())
                .extracting(Request::idempotencyKey)
                .containsOnly(jobsByKey.keySet().iterator().next());
    }

    @ParameterizedTest
    @EnumSource
    void createJob_faultOnEveryAttemptButLast_createsOneJob(Fault fault) throws IOException {
        faultsThenResponses(fault, 4);

        assertThat(reader.createJob(BatchRequest.of("https://a.example/")).id()).isEqualTo("job_1");

        assertThat(jobsCreated).hasValue(1);
        assertThat(connections).hasValue(5);
    }

    @ParameterizedTest
    @EnumSource
    void createJob_faultOnEveryAttempt_fails_andCanBeRepeatedWithItsKey(Fault fault) throws IOException {
        faultsThenResponses(fault, 5);
        BatchRequest request = BatchRequest.builder("https://a.example/")
                .idempotencyKey("order-17")
                .build();

        ReaderException failure = catchThrowableOfType(ReaderException.class, () -> reader.createJob(request));

        assertThat(connections).as("attempts").hasValue(5);
        if (failure instanceof ReaderConnectionException broken) {
            assertThat(broken.outcomeUnknown()).isTrue();
            assertThat(broken.idempotencyKey()).isEqualTo("order-17");
            assertThat(broken).hasMessageContaining("POST /v1/read").hasMessageContaining("attempt 5");
        } else {
            // a response arrived, but an unusable one
            assertThat(fault)
                    .isIn(
                            Fault.END_IN_THE_BODY_OF_THE_RESPONSE,
                            Fault.NOT_HTTP,
                            Fault.SERVER_ERROR_AFTER_THE_REQUEST_WAS_PROCESSED);
        }
        assertThat(reader.createJob(request).id()).isEqualTo("job_1");
        assertThat(jobsCreated).hasValue(1);
    }

    @Test
    void truncatedResponse_onEveryAttempt_isProtocolError() throws IOException {
        faultsThenResponses(Fault.END_IN_THE_BODY_OF_THE_RESPONSE, 5);

        assertThat(catchThrowableOfType(
                        ReaderException.class, () -> reader.createJob(BatchRequest.of("https://a.example/"))))
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining("truncated");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = "SERVER_ERROR_AFTER_THE_REQUEST_WAS_PROCESSED")
    void retryJob_withoutIdempotencyKey_isSentOnce(Fault fault) throws IOException {
        faultsThenResponses(fault, 5);

        ReaderException failure = catchThrowableOfType(ReaderException.class, () -> reader.retryJob("job_1"));

        assertThat(connections).as("attempts").hasValue(1);
        if (failure instanceof ReaderConnectionException broken) {
            assertThat(broken.outcomeUnknown()).isTrue();
            assertThat(broken.idempotencyKey()).isNull();
        } else {
            assertThat(failure).isInstanceOf(ReaderProtocolException.class);
        }
    }

    @Test
    void refusedConnection_isRetriedEvenWithoutIdempotencyKey() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        reader = style.reader(ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl("http://127.0.0.1:" + port)
                .maxRetries(2)
                .time(time)
                .build());

        ReaderConnectionException failure =
                catchThrowableOfType(ReaderConnectionException.class, () -> reader.retryJob("job_1"));

        assertThat(time.waits()).hasSize(2);
        assertThat(failure.outcomeUnknown()).isFalse();
    }

    @Test
    void failedGet_hasKnownOutcome() throws IOException {
        serve(Connection::reset, 1);

        ReaderConnectionException failure =
                catchThrowableOfType(ReaderConnectionException.class, () -> reader.getJob("job_1"));

        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(time.waits()).hasSize(1);
    }

    @Test
    void outcome_staysUnknown_whenLastAttemptFailsToConnect() throws IOException {
        serve(
                connection -> {
                    execute(connection.read());
                    server.close();
                },
                2);

        ReaderConnectionException failure = catchThrowableOfType(
                ReaderConnectionException.class, () -> reader.createJob(BatchRequest.of("https://a.example/")));

        assertThat(failure).hasMessageContaining("attempt 3");
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure.idempotencyKey())
                .isEqualTo(jobsByKey.keySet().iterator().next());
    }

    @Test
    void pooledConnection_closedByServer_createsOneJob() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        serve(
                connection -> {
                    connection.answer(201, execute(connection.read()));
                    if (connections.incrementAndGet() == 1) {
                        connection.end();
                        closed.countDown();
                    }
                },
                4);

        reader.createJob(BatchRequest.of("https://a.example/"));
        closed.await();
        reader.createJob(BatchRequest.of("https://b.example/"));

        assertThat(jobsCreated).hasValue(2);
        assertThat(server.accepted()).isEqualTo(2);
    }

    @Test
    void pooledConnection_resetDuringPost_isNotRetriedByOkHttp() throws IOException {
        OkHttpClient callers =
                new OkHttpClient.Builder().retryOnConnectionFailure(true).build();
        server = new RawServer(connection -> {
            Request request = connection.read();
            if (server.requests().size() == 1) {
                connection.answer(201, execute(request));
            } else {
                assertThat(request.method()).isEqualTo("POST");
                connection.reset();
            }
        });
        reader = style.reader(ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl(server.url())
                .httpClient(callers)
                .maxRetries(0)
                .time(time)
                .build());

        reader.createJob(BatchRequest.of("https://a.example/"));
        ReaderConnectionException failure = catchThrowableOfType(
                ReaderConnectionException.class, () -> reader.createJob(BatchRequest.of("https://b.example/")));

        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(server.requests()).hasSize(2);
        assertThat(server.accepted()).isEqualTo(1);
    }

    @Test
    void timeout_afterServerExecutedRequest_createsOneJob() throws IOException {
        CountDownLatch released = new CountDownLatch(1);
        server = new RawServer(connection -> {
            String answer = execute(connection.read());
            if (connections.incrementAndGet() == 1) {
                awaitOr(released, Duration.ofSeconds(20));
            }
            connection.answer(201, answer);
        });
        reader = style.reader(ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl(server.url())
                .timeout(Duration.ofMillis(150))
                .time(time)
                .build());

        assertThat(reader.createJob(BatchRequest.of("https://a.example/")).id()).isEqualTo("job_1");

        released.countDown();
        assertThat(jobsCreated).hasValue(1);
    }

    @Test
    void twentyErrorResponses_leaveNoSocketOpen() throws IOException {
        serve(
                connection -> {
                    connection.read();
                    connection.answer(404, Answers.errorBody("not_found", "{}"));
                },
                0);

        for (int i = 0; i < 20; i++) {
            assertThat(catchThrowableOfType(ReaderException.class, () -> reader.getJob("job_1")))
                    .isNotNull();
        }

        assertThat(server.accepted()).as("accepted connections").isEqualTo(1);
        reader.close();
        Eventually.within(Duration.ofSeconds(5), "connections closed", () -> server.open() == 0);
    }

    @Test
    void twentyTooLargeOrTruncatedResponses_leaveNoSocketOpen() throws IOException {
        server = new RawServer(connection -> {
            connection.read();
            connection.write(Connection.head(200, 1 << 20) + "x".repeat(8192));
            if (connections.incrementAndGet() % 2 == 0) {
                connection.end();
            }
        });
        reader = style.reader(ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl(server.url())
                .maxResponseBytes(2048)
                .maxRetries(0)
                .time(time)
                .build());

        for (int i = 0; i < 20; i++) {
            assertThat(catchThrowableOfType(ReaderException.class, () -> reader.getJob("job_1")))
                    .isNotNull();
        }

        Eventually.within(Duration.ofSeconds(5), "connections closed", () -> server.open() == 0);
    }

    private static void awaitOr(CountDownLatch latch, Duration limit) {
        try {
            if (!latch.await(limit.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not released");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
