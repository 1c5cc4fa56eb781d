package dev.reader.client.webhook;

import static dev.reader.client.webhook.Deliveries.BODY;
import static dev.reader.client.webhook.Deliveries.SECRET;
import static dev.reader.client.webhook.Deliveries.VERIFIER;
import static dev.reader.client.webhook.Deliveries.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reader.client.LogCapture;
import dev.reader.client.ReaderListener;
import dev.reader.client.error.WebhookVerificationException;
import dev.reader.client.error.WebhookVerificationException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class WebhookReceiverTest {
    private final List<WebhookEvent> handled = new ArrayList<>();
    private final WebhookReceiver receiver = WebhookReceiver.of(VERIFIER, handled::add);
    private final Map<String, String> headers = Deliveries.completed("d-1");

    @Test
    void duplicate_isNotHandledAndGetsSameStatus() {
        assertThat(receiver.receive(headers::get, BODY)).isEqualTo(200);
        assertThat(receiver.receive(headers::get, BODY)).isEqualTo(200);

        assertThat(handled).singleElement().isInstanceOf(WebhookEvent.JobCompleted.class);
    }

    @Test
    void differentId_isHandled() {
        receiver.receive(headers::get, BODY);
        receiver.receive(Deliveries.completed("d-2")::get, BODY);

        assertThat(handled).extracting(WebhookEvent::deliveryId).containsExactly("d-1", "d-2");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Reader-Signature, , 401",
        "X-Reader-Timestamp, , 401",
        "X-Reader-Timestamp, 1767225601, 401",
        "X-Reader-Signature, sha256=00b4, 400",
        "X-Reader-Timestamp, now, 400"
    })
    void unsignedDelivery_isRejected(String header, String value, int status) {
        headers.put(header, value);

        assertThat(receiver.receive(headers::get, BODY)).isEqualTo(status);
        assertThat(handled).isEmpty();
    }

    @Test
    void timestampOutsideTolerance_isRejected() {
        for (int seconds : List.of(-301, 301)) {
            Map<String, String> late =
                    WebhookSigner.headers(SECRET, Deliveries.NOW.plusSeconds(seconds), "job.completed", "d-1", BODY);
            assertThat(receiver.receive(late::get, BODY)).isEqualTo(401);
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void malformedBody_isRejected() {
        byte[] body = utf8("{");

        assertThat(receiver.receive(Deliveries.headers("job.completed", "d-1", body)::get, body))
                .isEqualTo(400);
        assertThat(handled).isEmpty();
    }

    @Test
    void forgery_doesNotRecordIdOfRealDelivery() {
        assertThat(receiver.receive(headers::get, utf8("{\"jobId\":\"job_2\"}")))
                .isEqualTo(401);
        assertThat(receiver.receive(headers::get, BODY)).isEqualTo(200);

        assertThat(handled).hasSize(1);
    }

    @Test
    void handlerThatFailsTwice_hasOneEffect() {
        List<String> effects = new ArrayList<>();
        int[] failures = {2};
        WebhookReceiver failing = WebhookReceiver.of(VERIFIER, event -> {
            if (failures[0]-- > 0) {
                throw new IOException("the database is away");
            }
            effects.add(event.deliveryId());
        });

        assertThat(failing.receive(headers::get, BODY)).isEqualTo(500);
        assertThat(failing.receive(headers::get, BODY)).isEqualTo(500);
        assertThat(failing.receive(headers::get, BODY)).isEqualTo(200);
        assertThat(failing.receive(headers::get, BODY)).isEqualTo(200);
        assertThat(effects).containsExactly("d-1");
    }

    @Test
    void handlerFailure_isLoggedWithoutPayloadOrSecret() {
        byte[] body = utf8("{\"token\":\"a session's token\"}");
        WebhookReceiver failing = WebhookReceiver.of(VERIFIER, event -> {
            throw new IOException("the database is away");
        });
        List<String> warnings;
        try (LogCapture.Lines lines = LogCapture.open()) {
            failing.receive(Deliveries.headers("session.created", "d-1", body)::get, body);
            warnings = lines.texts(Level.WARN);
        }

        assertThat(warnings)
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains(
                        "SessionCreated[delivery=WebhookDelivery[type=session.created, id=d-1", "the database is away")
                .doesNotContain("a session's token", SECRET);
    }

    @Test
    void listener_hearsOfRejectedDuplicateAndFailedDeliveries() {
        RecordingListener listener = new RecordingListener();
        AtomicInteger attempts = new AtomicInteger();
        WebhookReceiver heard = WebhookReceiver.builder(VERIFIER)
                .listener(listener)
                .maxBodyBytes(BODY.length)
                .build(event -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new IOException("the database is away");
                    }
                });
        Map<String, String> unsigned = new HashMap<>(headers);
        unsigned.remove("X-Reader-Signature");

        assertThat(heard.receive(headers::get, BODY)).isEqualTo(500);
        assertThat(heard.receive(headers::get, BODY)).isEqualTo(200);
        assertThat(heard.receive(headers::get, BODY)).isEqualTo(200);
        assertThat(heard.receive(headers::get, utf8("{}"))).isEqualTo(401);
        assertThat(heard.receive(unsigned::get, BODY)).isEqualTo(401);
        assertThat(heard.receive(headers::get, new byte[BODY.length + 1])).isEqualTo(413);

        assertThat(listener.heard)
                .containsExactly(
                        "failed d-1: the database is away",
                        "duplicate d-1",
                        "rejected SIGNATURE_MISMATCH",
                        "rejected MISSING_SIGNATURE",
                        "rejected BODY_TOO_LARGE");
    }

    @Test
    void listenerOfAClient_hearsOfDeliveriesToo() {
        List<Reason> rejected = new ArrayList<>();
        WebhookReceiver heard = WebhookReceiver.builder(VERIFIER)
                .listener(new ReaderListener() {
                    @Override
                    public void onDeliveryRejected(WebhookVerificationException rejection) {
                        rejected.add(rejection.reason());
                    }
                })
                .build(handled::add);

        heard.receive(headers::get, utf8("{}"));

        assertThat(rejected).containsExactly(Reason.SIGNATURE_MISMATCH);
    }

    @Test
    void failingListener_isLoggedAndDoesNotChangeTheResponse() {
        WebhookReceiver heard = WebhookReceiver.builder(VERIFIER)
                .listener(new WebhookListener() {
                    @Override
                    public void onDuplicateDelivery(WebhookEvent event) {
                        throw new IllegalStateException("the metrics are away");
                    }
                })
                .build(handled::add);
        heard.receive(headers::get, BODY);
        try (LogCapture.Lines lines = LogCapture.open()) {
            assertThat(heard.receive(headers::get, BODY)).isEqualTo(200);

            assertThat(lines.texts(Level.WARN))
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains("the webhook listener failed", "the metrics are away");
        }
    }

    @Test
    void wrongSecretAndTooLargeBody_areWarnedOfOnceAMinute() {
        AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE);
        WebhookReceiver other = WebhookReceiver.builder(WebhookVerifier.builder()
                        .secret("whsec_another_secret")
                        .clock(Deliveries.CLOCK)
                        .build())
                .nanoTime(nanoTime::get)
                .maxBodyBytes(BODY.length)
                .build(handled::add);
        byte[] large = new byte[BODY.length + 1];
        try (LogCapture.Lines lines = LogCapture.open()) {
            for (int i = 0; i < 1000; i++) {
                other.receive(headers::get, BODY);
                other.receive(headers::get, large);
            }
            String mismatch = "the webhook delivery is rejected, SIGNATURE_MISMATCH: the signature of the 17-byte body"
                    + " matches none of the configured secrets (1); check the secret, and that the body is passed as it was"
                    + " received. Rejected for this reason since the last warning: ";
            String tooLarge = "the webhook delivery is rejected, BODY_TOO_LARGE: the body has more than 17 bytes; the"
                    + " delivery is lost; raise maxBodyBytes. Rejected for this reason since the last warning: ";
            assertThat(lines.texts(Level.WARN)).containsExactly(mismatch + 1, tooLarge + 1);
            assertThat(lines.texts(Level.DEBUG)).hasSize(1998);

            nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(60) - 1);
            other.receive(headers::get, BODY);
            assertThat(lines.texts(Level.WARN)).hasSize(2);
            nanoTime.addAndGet(1);
            other.receive(headers::get, BODY);
            assertThat(lines.texts(Level.WARN)).containsExactly(mismatch + 1, tooLarge + 1, mismatch + 1001);
        }
    }

    @Test
    void wrongClock_isWarnedOf_butNotAMissingSignature() {
        byte[] body = BODY;
        Map<String, String> late = WebhookSigner.headers(
                SECRET, Deliveries.NOW.minus(Duration.ofMinutes(6)), "job.completed", "d-1", body);
        Map<String, String> unsigned = new HashMap<>(headers);
        unsigned.remove("X-Reader-Signature");
        try (LogCapture.Lines lines = LogCapture.open()) {
            assertThat(receiver.receive(late::get, body)).isEqualTo(401);
            assertThat(receiver.receive(unsigned::get, body)).isEqualTo(401);

            assertThat(lines.texts(Level.WARN))
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains("TOO_OLD", "check the clock");
        }
    }

    @Test
    void defaultLimit_leavesRoomForAPageWithAScreenshot() {
        String screenshot = "A".repeat(40_000_000);
        byte[] body = utf8("{\"jobId\":\"job_1\",\"page\":{\"screenshot\":\"" + screenshot + "\"}}");
        Map<String, String> page = Deliveries.headers("job.page", "d-1", body);

        assertThat(receiver.receive(page::get, body)).isEqualTo(200);
        assertThat(receiver.receive(headers::get, new byte[64 * 1024 * 1024 + 1]))
                .isEqualTo(413);
    }

    @Test
    void interruptedHandler_failsAndKeepsInterruptStatus() {
        WebhookReceiver interrupted = WebhookReceiver.of(VERIFIER, event -> {
            throw new InterruptedException("shutting down");
        });

        assertThat(interrupted.receive(headers::get, BODY)).isEqualTo(500);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void errorFromHandler_propagates() {
        WebhookReceiver broken = WebhookReceiver.of(VERIFIER, event -> {
            throw new StackOverflowError();
        });

        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> broken.receive(headers::get, BODY));
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> broken.receive(headers::get, BODY));
    }

    @Test
    void deliveriesWithoutId_areKeyedByContent() {
        headers.remove("X-Reader-Delivery");
        byte[] other = utf8("{\"jobId\":\"job_2\"}");
        Map<String, String> ofOther = Deliveries.headers("job.completed", " ", other);

        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThat(receiver.receive(headers::get, BODY)).isEqualTo(200);
            assertThat(receiver.receive(ofOther::get, other)).isEqualTo(200);
        }
        assertThat(handled).hasSize(2);
    }

    @Test
    void contentKey_recognizesDuplicateWithNewId() {
        WebhookReceiver byContent = WebhookReceiver.builder(VERIFIER)
                .deliveryKey(DeliveryKeys::content)
                .build(handled::add);

        byContent.receive(headers::get, BODY);
        byContent.receive(Deliveries.completed("d-2")::get, BODY);
        byContent.receive(Deliveries.headers("job.failed", "d-3", BODY)::get, BODY);

        assertThat(handled).extracting(WebhookEvent::deliveryId).containsExactly("d-1", "d-3");
    }

    @Test
    void transactionHandler_commitsIdAndEffectTogether() throws SQLException {
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:receiver;DB_CLOSE_DELAY=-1", "sa", "");
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            JdbcDeliveryLog.createTable(connection);
            statement.execute("CREATE TABLE finished (job VARCHAR(50))");
            int[] failures = {2};
            WebhookReceiver transactional = WebhookReceiver.builder(VERIFIER).build(pool, (transaction, event) -> {
                try (Statement insert = transaction.createStatement()) {
                    insert.execute(
                            "INSERT INTO finished VALUES ('" + ((WebhookEvent.JobCompleted) event).jobId() + "')");
                }
                if (failures[0]-- > 0) {
                    throw new IOException("after the insert");
                }
            });

            List<Integer> answers = new ArrayList<>();
            for (int attempt = 1; attempt <= 4; attempt++) {
                answers.add(transactional.receive(headers::get, BODY));
            }

            assertThat(answers).containsExactly(500, 500, 200, 200);
            assertThat(count(statement, "finished WHERE job = 'job_1'")).isEqualTo(1);
            assertThat(count(statement, "reader_webhook_delivery WHERE delivery_id = 'd-1'"))
                    .isEqualTo(1);
        } finally {
            pool.dispose();
        }
    }

    private static int count(Statement statement, String from) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void readsBodyUpToLimit() throws IOException {
        WebhookReceiver small =
                WebhookReceiver.builder(VERIFIER).maxBodyBytes(BODY.length).build(handled::add);
        InputStream endless = new InputStream() {
            private int read;

            @Override
            public int read() {
                assertThat(++read).isLessThanOrEqualTo(BODY.length + 1);
                return ' ';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                read += length;
                assertThat(read).isLessThanOrEqualTo(BODY.length + 1);
                return length;
            }
        };

        assertThat(small.receive(headers::get, endless)).isEqualTo(413);
        assertThat(small.receive(headers::get, new byte[BODY.length + 1])).isEqualTo(413);
        assertThat(small.receive(headers::get, new ByteArrayInputStream(BODY))).isEqualTo(200);
        assertThat(handled).hasSize(1);
    }

    @Test
    void truncatedBody_isNotHandled() {
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(BODY), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        });

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> receiver.receive(headers::get, broken))
                .withMessage("connection reset");
        assertThat(receiver.receive(headers::get, BODY)).isEqualTo(200);
        assertThat(handled).hasSize(1);
    }

    @Test
    void invalidArguments_areRejected() {
        WebhookReceiver.Builder builder = WebhookReceiver.builder(VERIFIER);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookReceiver.builder(null))
                .withMessage("verifier is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookReceiver.of(VERIFIER, (WebhookHandler) null))
                .withMessage("handler is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.deliveryLog(null))
                .withMessage("deliveryLog is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.deliveryKey(null))
                .withMessage("deliveryKey is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.listener(null))
                .withMessage("listener is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.deliveryTable(null))
                .withMessage("deliveryTable is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.build((WebhookInbox) null))
                .withMessage("inbox is null");
        WebhookInbox inbox = WebhookInbox.of(new org.h2.jdbcx.JdbcDataSource());
        assertThatIllegalStateException()
                .isThrownBy(() -> WebhookReceiver.builder(VERIFIER)
                        .deliveryTable(DeliveryTable.defaults())
                        .build(handled::add))
                .withMessage("deliveryTable needs a transaction; pass a dataSource and a TransactionHandler to build");
        assertThatIllegalStateException()
                .isThrownBy(() -> WebhookReceiver.builder(VERIFIER)
                        .deliveryTable(DeliveryTable.defaults())
                        .build(inbox))
                .withMessage("deliveryLog and deliveryTable must not be set together with an inbox, which recognizes"
                        + " duplicates");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxBodyBytes(0))
                .withMessage("maxBodyBytes must be at least 1, but is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.build(null, (connection, event) -> {}))
                .withMessage("dataSource is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.build(new org.h2.jdbcx.JdbcDataSource(), null))
                .withMessage("handler is null");
        assertThatIllegalStateException()
                .isThrownBy(() -> builder.deliveryLog(new InMemoryDeliveryLog())
                        .build(new org.h2.jdbcx.JdbcDataSource(), (connection, event) -> {}))
                .withMessage("deliveryLog must not be set together with dataSource, whose database holds the log");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> receiver.receive(null, BODY))
                .withMessage("headers is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> receiver.receive(headers::get, (byte[]) null))
                .withMessage("body is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> receiver.receive(headers::get, (InputStream) null))
                .withMessage("body is null");
    }
}
