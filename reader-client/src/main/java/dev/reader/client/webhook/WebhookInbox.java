package dev.reader.client.webhook;

import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.Checks;
import dev.reader.client.webhook.InboxDelivery.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores verified deliveries in a database table, so that the receiver responds at once, and handles them later, with
 * retries.
 *
 * <pre>{@code
 * WebhookInbox inbox = WebhookInbox.of(dataSource);
 * WebhookReceiver receiver = WebhookReceiver.builder(verifier).build(inbox);
 *
 * // in a worker, every second
 * while (inbox.processNext(handler)) {}
 * }</pre>
 *
 * <p>The inbox has no threads. A scheduler of the application calls {@link #processNext}, in any number of threads and
 * processes: each pending delivery is handled by one of them at a time. The handler's changes and the success are committed
 * together, so a delivery takes effect exactly once. A failed attempt is repeated after a {@linkplain Builder#retryDelay
 * delay}; so is one whose process dies. After the {@linkplain Builder#maxAttempts last attempt} the delivery is a dead
 * letter, until it is {@linkplain #requeue queued again}.
 *
 * <p>Runs on PostgreSQL, H2, MariaDB and MySQL 8. Immutable and thread-safe.
 */
public final class WebhookInbox {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookInbox.class);
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_ERROR_LENGTH = 1_000;
    private static final int MAX_DOUBLINGS = 30;

    private final DataSource dataSource;
    private final InboxTable table;
    private final int maxAttempts;
    private final Duration firstDelay;
    private final Duration maxDelay;
    private final Duration handlerTimeout;
    private final ListenerNotifier listener;
    private final Clock clock;

    private WebhookInbox(Builder builder) {
        this.dataSource = builder.dataSource;
        this.table = new InboxTable(builder.name, builder.namespace);
        this.maxAttempts = builder.maxAttempts;
        this.firstDelay = builder.firstDelay;
        this.maxDelay = builder.maxDelay;
        this.handlerTimeout = builder.handlerTimeout;
        this.listener = new ListenerNotifier(builder.listener);
        this.clock = builder.clock;
    }

    /**
     * Returns an inbox in the table {@code reader_webhook_inbox}, with the default settings.
     *
     * @param dataSource provides connections
     * @return the inbox
     * @throws IllegalArgumentException if the data source is null
     */
    public static WebhookInbox of(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /**
     * Returns a builder with the default settings.
     *
     * @param dataSource provides connections
     * @return the builder
     * @throws IllegalArgumentException if the data source is null
     */
    public static Builder builder(DataSource dataSource) {
        return new Builder(Checks.notNull("dataSource", dataSource));
    }

    /**
     * Returns the SQL that creates the table if it does not exist, for the application's migrations. MariaDB and MySQL need
     * {@code META-INF/dev.reader.client/inbox-mysql.sql} instead.
     *
     * @return the SQL for PostgreSQL and H2
     */
    public String ddl() {
        return InboxTable.SCRIPT.text(table.name());
    }

    /**
     * Creates the table if it does not exist. Several processes may call this at the same time.
     *
     * @throws SQLException if the database fails
     */
    public void createTable() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            InboxTable.SCRIPT.run(connection, table.name());
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    /**
     * Stores a verified delivery unless one with the same key is stored. {@link WebhookReceiver} calls this; call it
     * yourself only without a receiver.
     *
     * @param key the key by which duplicates are recognized, not blank, at most 255 characters
     * @param event the event
     * @return true if it is stored and committed, false if it is a duplicate
     * @throws SQLException if the database fails; the receiver must respond with an error
     * @throws IllegalArgumentException if an argument is null, or the key is blank or too long
     */
    public boolean store(String key, WebhookEvent event) throws SQLException {
        JdbcDeliveryLog.checkId(key);
        Checks.notNull("event", event);
        try {
            return inTransaction("storing delivery " + key, connection -> {
                if (table.contains(connection, key)) {
                    return false;
                }
                table.insert(connection, key, event, clock.instant());
                return true;
            });
        } catch (SQLException e) {
            if (SqlDialect.isDuplicateKey(e)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Makes one attempt at the delivery that has been due for longest. Does not wait for one to become due.
     *
     * <p>The attempt is committed as started before the handler runs, so a delivery that ends the process is not attempted
     * for ever. If the handler fails, the failure is stored, and this method returns normally. If the thread is interrupted,
     * the attempt fails and the interrupt flag remains set.
     *
     * @param handler handles the event in a transaction; what it commits with, and when it is repeated, is described there
     * @return true if a delivery was due, whether or not the handler succeeded; false if none was
     * @throws SQLException if the database fails; the delivery becomes due again
     * @throws ReaderException if a step takes the database longer than 30 seconds; the delivery becomes due again
     * @throws IllegalArgumentException if the handler is null
     */
    public boolean processNext(TransactionHandler handler) throws SQLException {
        Checks.notNull("handler", handler);
        Optional<InboxTable.Attempt> claimed = inTransaction("claiming a delivery", this::claim);
        if (claimed.isEmpty()) {
            return false;
        }
        InboxTable.Attempt attempt = claimed.get();
        if (attempt.number() > maxAttempts) {
            reportDeadLetter(attempt, new ReaderException(processEnded(), null));
            return true;
        }
        try {
            run(attempt, handler);
        } catch (Exception e) {
            boolean interrupted = Thread.interrupted() || e instanceof InterruptedException;
            try {
                fail(attempt, e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        return true;
    }

    private Optional<InboxTable.Attempt> claim(Connection connection) throws SQLException {
        InboxTable.Attempt attempt = table.lockNextDue(connection, clock.instant());
        if (attempt == null) {
            return Optional.empty();
        }
        if (attempt.number() > maxAttempts) {
            InboxTable.Attempt last = new InboxTable.Attempt(attempt.key(), attempt.number() - 1, attempt.event());
            table.setFailed(connection, last, State.DEAD, clock.instant(), processEnded());
        } else {
            table.startAttempt(connection, attempt, nextDue(attempt));
        }
        return Optional.of(attempt);
    }

    private String processEnded() {
        return "the process or its connection ended during attempt " + maxAttempts;
    }

    private void run(InboxTable.Attempt attempt, TransactionHandler handler) throws Exception {
        String what = "the handler of delivery " + attempt.key();
        Jdbc.<Boolean, Exception>inTransaction(dataSource, handlerTimeout, what, connection -> {
            if (!table.lock(connection, attempt)) {
                LOG.debug("attempt {} at delivery {} was overtaken", attempt.number(), attempt.key());
                return false;
            }
            Jdbc.protect(
                    connection, connection.setSavepoint(), what, () -> handler.handle(connection, attempt.event()));
            table.setHandled(connection, attempt);
            return true;
        });
    }

    private void fail(InboxTable.Attempt attempt, Exception failure) throws SQLException {
        boolean dead = attempt.number() >= maxAttempts;
        try {
            inTransaction("storing a failure of delivery " + attempt.key(), connection -> {
                table.setFailed(
                        connection, attempt, dead ? State.DEAD : State.PENDING, nextDue(attempt), describe(failure));
                return true;
            });
        } catch (SQLException | RuntimeException e) {
            e.addSuppressed(failure);
            throw e;
        }
        if (dead) {
            reportDeadLetter(attempt, failure);
        } else {
            LOG.warn("attempt {} of {} at {} failed", attempt.number(), maxAttempts, attempt.event(), failure);
            listener.failed(attempt.event(), failure);
        }
    }

    private void reportDeadLetter(InboxTable.Attempt attempt, Exception failure) {
        LOG.error(
                "all {} attempts at {} failed; requeue it once the cause is removed",
                maxAttempts,
                attempt.event(),
                failure);
        listener.deadLetter(attempt.event(), failure);
    }

    private static String describe(Exception failure) {
        String text = failure.toString();
        return text.length() <= MAX_ERROR_LENGTH ? text : text.substring(0, MAX_ERROR_LENGTH);
    }

    private Instant nextDue(InboxTable.Attempt attempt) {
        Duration delay = firstDelay.multipliedBy(1L << Math.min(MAX_DOUBLINGS, attempt.number() - 1));
        return clock.instant().plus(delay.compareTo(maxDelay) < 0 ? delay : maxDelay);
    }

    private <T> T inTransaction(String what, Jdbc.Work<T, SQLException> work) throws SQLException {
        return Jdbc.inTransaction(dataSource, STEP_TIMEOUT, what, work);
    }

    /**
     * Lists deliveries in a state, the oldest first.
     *
     * @param state the state, such as {@link State#DEAD}
     * @param limit maximum number of deliveries, at least 1
     * @return the deliveries
     * @throws SQLException if the database fails
     * @throws IllegalArgumentException if the state is null or the limit is less than 1
     */
    public List<InboxDelivery> list(State state, int limit) throws SQLException {
        Checks.notNull("state", state);
        Checks.inRange("limit", limit, 1, Integer.MAX_VALUE);
        return inTransaction("listing deliveries", connection -> table.list(connection, state, limit));
    }

    /**
     * Queues a dead letter again: its attempts are counted anew, and the first one is due at once.
     *
     * @param key the delivery's {@linkplain InboxDelivery#key key}
     * @return true if it was a dead letter, false if it is unknown or in another state
     * @throws SQLException if the database fails
     * @throws IllegalArgumentException if the key is null or blank
     */
    public boolean requeue(String key) throws SQLException {
        Checks.notBlank("key", key);
        return inTransaction(
                        "requeueing delivery " + key, connection -> table.requeue(connection, key, clock.instant()))
                == 1;
    }

    /**
     * Deletes handled deliveries that were received before a time, to bound the size of the table. A later duplicate of one
     * would be handled again; Reader makes its last attempt within a minute.
     *
     * @param time the time, such as a day ago
     * @return the number of deleted deliveries; pending deliveries and dead letters remain
     * @throws SQLException if the database fails
     * @throws IllegalArgumentException if the time is null
     */
    public int forgetHandledBefore(Instant time) throws SQLException {
        Checks.notNull("time", time);
        return inTransaction("deleting deliveries", connection -> table.forgetHandledBefore(connection, time));
    }

    /** Builds a {@link WebhookInbox}. Not thread-safe. */
    public static final class Builder {
        private static final Duration MAX_DURATION = Duration.ofDays(1);

        private final DataSource dataSource;
        private String name = "reader_webhook_inbox";
        private String namespace = "";
        private int maxAttempts = 12;
        private Duration firstDelay = Duration.ofSeconds(5);
        private Duration maxDelay = Duration.ofMinutes(15);
        private Duration handlerTimeout = Duration.ofMinutes(5);
        private WebhookListener listener = new WebhookListener() {};
        private Clock clock = Clock.systemUTC();

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /**
         * Sets the table's name.
         *
         * @param name the name, with or without schema (default {@code reader_webhook_inbox}): ASCII letters, digits and
         *     underscores; at most 40 characters for the table and 50 for the schema
         * @return this builder
         * @throws IllegalArgumentException if it is null, too long or contains another character
         */
        public Builder name(String name) {
            this.name = SqlScript.checkTableName(name);
            return this;
        }

        /**
         * Sets the namespace: the inbox sees only deliveries that were stored in the same namespace of the table.
         *
         * @param namespace the namespace (default: empty), at most 50 ASCII letters, digits and the characters _ . -
         * @return this builder
         * @throws IllegalArgumentException if it is null, too long or contains another character
         */
        public Builder namespace(String namespace) {
            this.namespace = SqlScript.checkNamespace(namespace);
            return this;
        }

        /**
         * Sets how often a delivery is attempted before it becomes a dead letter.
         *
         * @param maxAttempts the number of attempts (default 12, which take about an hour and a half), at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxAttempts(int maxAttempts) {
            this.maxAttempts = Checks.inRange("maxAttempts", maxAttempts, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Sets the delay before an attempt is repeated. It doubles with each failure, up to a maximum.
         *
         * @param first the delay after the first attempt (default 5 seconds), 1 ms to a day
         * @param max the longest delay (default 15 minutes), at least {@code first}, at most a day
         * @return this builder
         * @throws IllegalArgumentException if an argument is null or out of range
         */
        public Builder retryDelay(Duration first, Duration max) {
            this.firstDelay = Checks.inRange("first", first, Duration.ofMillis(1), MAX_DURATION);
            this.maxDelay = Checks.inRange("max", max, first, MAX_DURATION);
            return this;
        }

        /**
         * Sets how long an attempt may take, its commit excluded. Then its connection is aborted and its thread interrupted,
         * and the attempt fails, as {@link DeliveryTable.Builder#handlerTimeout} describes.
         *
         * @param handlerTimeout the time-out (default 5 minutes), 1 ms to a day
         * @return this builder
         * @throws IllegalArgumentException if it is null or out of range
         */
        public Builder handlerTimeout(Duration handlerTimeout) {
            this.handlerTimeout = Checks.inRange("handlerTimeout", handlerTimeout, Duration.ofMillis(1), MAX_DURATION);
            return this;
        }

        /**
         * Sets the listener for failed attempts and dead letters.
         *
         * @param listener the listener (default: none)
         * @return this builder
         * @throws IllegalArgumentException if it is null
         */
        public Builder listener(WebhookListener listener) {
            this.listener = Checks.notNull("listener", listener);
            return this;
        }

        /**
         * Sets the clock that decides when an attempt is due. Meant for tests. Processes that share the table need clocks
         * that agree roughly; a difference delays or hastens retries.
         *
         * @param clock the clock (default: the system clock)
         * @return this builder
         * @throws IllegalArgumentException if it is null
         */
        public Builder clock(Clock clock) {
            this.clock = Checks.notNull("clock", clock);
            return this;
        }

        /** {@return the inbox} */
        public WebhookInbox build() {
            return new WebhookInbox(this);
        }
    }
}
