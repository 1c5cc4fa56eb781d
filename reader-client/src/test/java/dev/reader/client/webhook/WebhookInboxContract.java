package dev.reader.client.webhook;

import static dev.reader.client.webhook.Deliveries.BODY;
import static dev.reader.client.webhook.Deliveries.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.reader.client.webhook.InboxDelivery.State;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that a {@link WebhookInbox} must pass on every database. */
@Timeout(300)
abstract class WebhookInboxContract {
    private final SettableClock clock = new SettableClock();
    private final RecordingListener listener = new RecordingListener();
    private WebhookInbox inbox;
    private WebhookReceiver receiver;

    abstract DataSource dataSource();

    @BeforeEach
    void freshTables() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS reader_webhook_inbox");
            statement.execute("DROP TABLE IF EXISTS inbox_effect");
            statement.execute("CREATE TABLE inbox_effect (delivery VARCHAR(255) NOT NULL)");
        }
        inbox = builder().build();
        inbox.createTable();
        inbox.createTable();
        receiver = WebhookReceiver.builder(VERIFIER).listener(listener).build(inbox);
    }

    private WebhookInbox.Builder builder() {
        return WebhookInbox.builder(dataSource())
                .clock(clock)
                .listener(listener)
                .maxAttempts(3)
                .retryDelay(Duration.ofSeconds(5), Duration.ofSeconds(8));
    }

    private int receive(String id) {
        Map<String, String> headers = Deliveries.completed(id);
        return receiver.receive(headers::get, BODY);
    }

    private static void effect(Connection connection, WebhookEvent event) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO inbox_effect VALUES ('" + event.deliveryId() + "')");
        }
    }

    private List<String> effects() throws SQLException {
        List<String> effects = new ArrayList<>();
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT delivery FROM inbox_effect ORDER BY delivery")) {
            while (rows.next()) {
                effects.add(rows.getString(1));
            }
        }
        return effects;
    }

    @Test
    void storesAtOnce_andHandlesLater() throws SQLException {
        AtomicReference<WebhookEvent> handled = new AtomicReference<>();
        byte[] body =
                "{\"jobId\":\"job_ü€😀\",\"pages\":[1,{\"a\":null}],\"credits\":0.30}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Deliveries.headers("job.completed", "d-1", body);

        assertThat(receiver.receive(headers::get, body)).isEqualTo(200);
        assertThat(handled).hasNullValue();
        assertThat(inbox.processNext((connection, event) -> {
                    handled.set(event);
                    effect(connection, event);
                }))
                .isTrue();

        assertThat(handled.get()).isEqualTo(VERIFIER.verify(headers::get, body));
        assertThat(effects()).containsExactly("d-1");
        assertThat(inbox.processNext(WebhookInboxContract::effect)).isFalse();
        assertThat(inbox.list(State.HANDLED, 10))
                .extracting(InboxDelivery::key, InboxDelivery::type, InboxDelivery::attempts, InboxDelivery::lastError)
                .containsExactly(tuple("d-1", "job.completed", 1, null));
        assertThat(listener.heard).isEmpty();
    }

    @Test
    void duplicates_areAnsweredAndNotStored() throws SQLException {
        assertThat(receive("d-1")).isEqualTo(200);
        assertThat(receive("d-1")).isEqualTo(200);
        assertThat(inbox.processNext(WebhookInboxContract::effect)).isTrue();
        assertThat(receive("d-1")).isEqualTo(200);

        assertThat(inbox.processNext(WebhookInboxContract::effect)).isFalse();
        assertThat(effects()).containsExactly("d-1");
        assertThat(listener.heard).containsExactly("duplicate d-1", "duplicate d-1");
    }

    @Test
    void concurrentDuplicates_areStoredOnce() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return receive("d-1");
                }));
            }
            start.countDown();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(inbox.list(State.PENDING, 10)).hasSize(1);
    }

    @Test
    void failedAttempt_isRolledBackAndRepeatedAfterGrowingDelays() throws SQLException {
        receive("d-1");

        failOnce("first");
        assertThat(inbox.processNext(WebhookInboxContract::effect)).isFalse();
        clock.advance(Duration.ofMillis(4_999));
        assertThat(inbox.processNext(WebhookInboxContract::effect)).isFalse();
        clock.advance(Duration.ofMillis(1));
        failOnce("second");
        clock.advance(Duration.ofMillis(7_999));
        assertThat(inbox.processNext(WebhookInboxContract::effect)).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(effects()).isEmpty();
        assertThat(inbox.processNext(WebhookInboxContract::effect)).isTrue();

        assertThat(effects()).containsExactly("d-1");
        assertThat(listener.heard).containsExactly("failed d-1: first", "failed d-1: second");
    }

    private void failOnce(String message) throws SQLException {
        assertThat(inbox.processNext((connection, event) -> {
                    effect(connection, event);
                    throw new IllegalStateException(message);
                }))
                .isTrue();
    }

    @Test
    void deliveryWhoseAttemptsAllFail_isADeadLetterUntilItIsRequeued() throws SQLException {
        receive("d-1");
        receive("d-2");
        for (int attempt = 1; attempt <= 3; attempt++) {
            failOnce("no " + attempt);
            failOnce("no " + attempt);
            clock.advance(Duration.ofSeconds(8));
        }
        assertThat(inbox.processNext(WebhookInboxContract::effect)).isFalse();
        assertThat(listener.heard).contains("dead d-1: no 3", "dead d-2: no 3").hasSize(6);
        assertThat(inbox.list(State.DEAD, 10))
                .extracting(InboxDelivery::key, InboxDelivery::attempts, InboxDelivery::lastError)
                .containsExactly(
                        tuple("d-1", 3, "java.lang.IllegalStateException: no 3"),
                        tuple("d-2", 3, "java.lang.IllegalStateException: no 3"));
        assertThat(inbox.list(State.DEAD, 1)).hasSize(1);
        assertThat(receive("d-1")).isEqualTo(200);
        assertThat(inbox.processNext(WebhookInboxContract::effect)).isFalse();

        assertThat(inbox.requeue("d-2")).isTrue();
        assertThat(inbox.requeue("d-2")).isFalse();
        assertThat(inbox.requeue("unknown")).isFalse();
        assertThat(inbox.processNext(WebhookInboxContract::effect)).isTrue();
        assertThat(effects()).containsExactly("d-2");
    }

    @Test
    void attemptOfADeadProcess_isRepeatedAndCounted() throws SQLException {
        receive("d-1");
        for (int attempt = 1; attempt <= 3; attempt++) {
            // an Error ends the worker as the end of its process does: no failure is stored
            try {
                inbox.processNext((connection, event) -> {
                    effect(connection, event);
                    throw new OutOfMemoryError("for the test");
                });
            } catch (OutOfMemoryError e) {
                assertThat(e).hasMessage("for the test");
            }
            assertThat(inbox.processNext(WebhookInboxContract::effect)).isFalse();
            clock.advance(Duration.ofSeconds(8));
        }

        assertThat(inbox.processNext(WebhookInboxContract::effect)).isTrue();

        assertThat(effects()).isEmpty();
        assertThat(listener.heard).containsExactly("dead d-1: the process or its connection ended during attempt 3");
        assertThat(inbox.list(State.DEAD, 10))
                .extracting(InboxDelivery::attempts)
                .containsExactly(3);
    }

    @Test
    void workers_neverHandleADeliveryTwice_andSkipOneUnderWay() throws Exception {
        receive("d-1");
        receive("d-2");
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FutureTask<Boolean> slow = new FutureTask<>(() -> inbox.processNext((connection, event) -> {
            effect(connection, event);
            started.countDown();
            go.await();
        }));
        new Thread(slow).start();
        started.await();
        // long after the next attempt of the first delivery would be due
        clock.advance(Duration.ofHours(1));

        assertThat(inbox.processNext(WebhookInboxContract::effect)).isTrue();
        assertThat(inbox.processNext(WebhookInboxContract::effect)).isFalse();
        go.countDown();
        assertThat(slow.get()).isTrue();

        assertThat(effects()).containsExactly("d-1", "d-2");
        assertThat(inbox.list(State.HANDLED, 10)).hasSize(2);
    }

    @Test
    void manyWorkers_handleEachDeliveryOnce() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 100; i < 160; i++) {
            receive("d-" + i);
            ids.add("d-" + i);
        }
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                workers.add(threads.submit(() -> {
                    boolean more = true;
                    while (more) {
                        more = inbox.processNext(WebhookInboxContract::effect);
                    }
                    return null;
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } finally {
            threads.shutdownNow();
        }
        while (inbox.processNext(WebhookInboxContract::effect)) {
            // a worker may end while another one holds the last delivery
        }
        assertThat(effects()).isEqualTo(ids);
        assertThat(inbox.list(State.HANDLED, 100)).hasSize(60);
        assertThat(listener.heard).isEmpty();
    }

    @Test
    void slowHandler_isRolledBackAndFails() throws SQLException {
        receive("d-1");
        WebhookInbox hasty = builder().handlerTimeout(Duration.ofMillis(50)).build();

        assertThat(hasty.processNext((connection, event) -> {
                    effect(connection, event);
                    new CountDownLatch(1).await();
                }))
                .isTrue();

        assertThat(Thread.interrupted()).isFalse();
        assertThat(effects()).isEmpty();
        assertThat(listener.heard)
                .containsExactly("failed d-1: the handler of delivery d-1 took longer than PT0.05S; its transaction is"
                        + " rolled back. Do slow work outside the handler, or raise handlerTimeout");
    }

    @Test
    void interruptedHandler_failsAndKeepsTheInterrupt() throws SQLException {
        receive("d-1");
        Thread.currentThread().interrupt();

        assertThat(inbox.processNext((connection, event) -> new CountDownLatch(1).await()))
                .isTrue();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(inbox.list(State.PENDING, 1))
                .extracting(InboxDelivery::lastError)
                .containsExactly("java.lang.InterruptedException");
    }

    @Test
    void namespacesAndTables_areSeparate() throws SQLException {
        WebhookInbox orders = builder().namespace("orders").build();
        WebhookInbox other = builder().name("other_inbox").build();
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS other_inbox");
        }
        other.createTable();
        Map<String, String> headers = Deliveries.completed("d-1");
        WebhookEvent event = VERIFIER.verify(headers::get, BODY);

        assertThat(inbox.store("d-1", event)).isTrue();
        assertThat(orders.store("d-1", event)).isTrue();
        assertThat(other.store("d-1", event)).isTrue();
        assertThat(orders.processNext(WebhookInboxContract::effect)).isTrue();
        assertThat(orders.processNext(WebhookInboxContract::effect)).isFalse();

        assertThat(inbox.list(State.PENDING, 10)).hasSize(1);
        assertThat(other.list(State.PENDING, 10)).hasSize(1);
    }

    @Test
    void forgetHandledBefore_keepsDeliveriesThatAreNotHandled() throws SQLException {
        receive("d-1");
        receive("d-2");
        assertThat(inbox.processNext(WebhookInboxContract::effect)).isTrue();
        Instant received = clock.instant();
        clock.advance(Duration.ofDays(1));

        assertThat(inbox.forgetHandledBefore(received)).isZero();
        assertThat(inbox.forgetHandledBefore(clock.instant())).isEqualTo(1);

        assertThat(inbox.list(State.HANDLED, 10)).isEmpty();
        assertThat(inbox.list(State.PENDING, 10)).hasSize(1);
    }

    @Test
    void failureOfTheDatabase_isAnsweredWith500() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE reader_webhook_inbox");
        }

        assertThat(receive("d-1")).isEqualTo(500);

        assertThat(listener.heard).hasSize(1).first().asString().startsWith("failed d-1: ");
    }

    @Test
    void invalidArguments_areRejected() {
        WebhookInbox.Builder settings = builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookInbox.of(null))
                .withMessage("dataSource is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.maxAttempts(0))
                .withMessage("maxAttempts must be at least 1, but is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.retryDelay(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessage("max must be PT2S to PT24H, but is PT1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.retryDelay(Duration.ZERO, Duration.ofSeconds(1)))
                .withMessage("first must be PT0.001S to PT24H, but is PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.handlerTimeout(Duration.ZERO))
                .withMessage("handlerTimeout must be PT0.001S to PT24H, but is PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.listener(null))
                .withMessage("listener is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.clock(null))
                .withMessage("clock is null");
        assertThatIllegalArgumentException().isThrownBy(() -> settings.name("a b"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.namespace("a/b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inbox.store("d-1", null))
                .withMessage("event is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inbox.store(" ", null))
                .withMessage("deliveryId is blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inbox.processNext(null))
                .withMessage("handler is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inbox.list(null, 1))
                .withMessage("state is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inbox.list(State.DEAD, 0))
                .withMessage("limit must be at least 1, but is 0");
        assertThatIllegalArgumentException().isThrownBy(() -> inbox.requeue("")).withMessage("key is blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inbox.forgetHandledBefore(null))
                .withMessage("time is null");
    }

    /** A clock that a test advances. */
    static final class SettableClock extends Clock {
        private volatile Instant now = Deliveries.NOW;

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
