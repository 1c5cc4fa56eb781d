package dev.reader.client.webhook;

import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.Checks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * The database table of handled deliveries: its name, the namespace of its keys, and the time-outs of transactions that use
 * it.
 *
 * <pre>{@code
 * DeliveryTable table = DeliveryTable.builder().name("shop.reader_delivery").namespace("orders").build();
 * table.create(connection);
 * WebhookReceiver receiver = WebhookReceiver.builder(verifier).deliveryTable(table).build(dataSource, handler);
 * }</pre>
 *
 * <p>Two receivers that share a table need different namespaces, unless they receive the deliveries of the same webhook.
 * The script in {@link #ddl} runs on PostgreSQL, H2 and SQLite. MariaDB and MySQL need {@code
 * META-INF/dev.reader.client/delivery-log-mysql.sql} instead, which {@link #create} uses there. Immutable and thread-safe.
 */
public final class DeliveryTable {
    private static final SqlScript SCRIPT = new SqlScript("delivery-log", "reader_webhook_delivery");
    private static final DeliveryTable DEFAULTS = builder().build();

    private final String name;
    private final String namespace;
    private final Duration lockTimeout;
    private final Duration handlerTimeout;
    private final Clock clock;

    private DeliveryTable(Builder builder) {
        this.name = builder.name;
        this.namespace = builder.namespace;
        this.lockTimeout = builder.lockTimeout;
        this.handlerTimeout = builder.handlerTimeout;
        this.clock = builder.clock;
    }

    /** {@return the table {@code reader_webhook_delivery}, without a namespace and with the default time-outs} */
    public static DeliveryTable defaults() {
        return DEFAULTS;
    }

    /** {@return a builder with the default values} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the SQL that creates the table if it does not exist, for the application's migrations} */
    public String ddl() {
        return SCRIPT.text(name);
    }

    /**
     * Creates the table if it does not exist. Several processes may call this at the same time; on
     * SQLite only with auto-commit on.
     *
     * @param connection a connection; an open transaction stays open, except on H2, MariaDB and MySQL, which commit it
     * @throws SQLException if the database fails
     * @throws IllegalArgumentException if the connection is null
     */
    public void create(Connection connection) throws SQLException {
        SCRIPT.run(Checks.notNull("connection", connection), name);
    }

    /**
     * Returns a log that uses the connection's current transaction, which the caller commits or rolls back.
     *
     * @param connection a connection with auto-commit off; the caller closes it
     * @return the log, valid while the connection is open
     * @throws IllegalArgumentException if the connection is null or in auto-commit mode, which would record the id
     *     before the effect
     * @throws SQLException if the connection fails
     */
    public JdbcDeliveryLog log(Connection connection) throws SQLException {
        if (Checks.notNull("connection", connection).getAutoCommit()) {
            throw new IllegalArgumentException(
                    "connection is in auto-commit mode, which would record the delivery before its effect;"
                            + " call setAutoCommit(false)");
        }
        return new JdbcDeliveryLog(connection, this);
    }

    /**
     * Runs an effect in a new transaction unless a delivery with the same id was recorded, and commits both.
     *
     * <p>Runs the effect again in another transaction, at most three times, if the database reports a serialization failure
     * or a deadlock (SQLSTATE 40001 or 40P01). If the effect exceeds the {@linkplain Builder#handlerTimeout handler
     * time-out}, its connection is aborted and its thread interrupted.
     *
     * @param dataSource provides the connection
     * @param deliveryId the delivery's id, not blank, at most 255 characters
     * @param effect the action to run once, on the given connection; must not commit, roll back or close it
     * @param <E> the exception type of the effect
     * @return true if this call ran the effect, false if the delivery is a duplicate
     * @throws E if the effect fails; the transaction is rolled back
     * @throws SQLException if connecting or committing fails; the effect is rolled back, unless the commit succeeded
     *     and only its confirmation was lost
     * @throws ReaderException if the id can't be recorded, another attempt at the delivery takes longer than the lock
     *     time-out, or the effect exceeds its time-out or leaves the transaction aborted; nothing is committed
     * @throws IllegalArgumentException if an argument is null, or the id is blank or too long
     */
    public <E extends Exception> boolean inTransaction(
            DataSource dataSource, String deliveryId, JdbcDeliveryLog.TransactionEffect<E> effect)
            throws SQLException, E {
        JdbcDeliveryLog.checkId(deliveryId);
        Checks.notNull("effect", effect);
        return Jdbc.<Boolean, E>inTransaction(
                Checks.notNull("dataSource", dataSource),
                handlerTimeout,
                "the handler of delivery " + deliveryId,
                connection -> log(connection).once(deliveryId, () -> effect.run(connection)));
    }

    /**
     * Deletes the ids of this namespace that were recorded before a time, to bound the size of the table.
     *
     * @param connection a connection; an open transaction stays open
     * @param time the time, such as a day ago
     * @return the number of deleted ids
     * @throws SQLException if the database fails
     * @throws IllegalArgumentException if an argument is null
     */
    public int forgetBefore(Connection connection, Instant time) throws SQLException {
        Checks.notNull("time", time);
        try (PreparedStatement statement = Checks.notNull("connection", connection)
                .prepareStatement("DELETE FROM " + name + " WHERE namespace = ? AND recorded_at < ?")) {
            statement.setString(1, namespace);
            statement.setLong(2, time.getEpochSecond());
            return statement.executeUpdate();
        }
    }

    /** Inserts an id; waits for a transaction that has inserted the same one, until the lock time-out. */
    void insert(Connection connection, String deliveryId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO " + name + " (namespace, delivery_id, recorded_at) VALUES (?, ?, ?)")) {
            statement.setQueryTimeout(
                    Math.toIntExact(lockTimeout.plusMillis(999).toSeconds()));
            statement.setString(1, namespace);
            statement.setString(2, deliveryId);
            statement.setLong(3, clock.instant().getEpochSecond());
            statement.executeUpdate();
        }
    }

    boolean contains(Connection connection, String deliveryId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT 1 FROM " + name + " WHERE namespace = ? AND delivery_id = ?")) {
            statement.setString(1, namespace);
            statement.setString(2, deliveryId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    Duration lockTimeout() {
        return lockTimeout;
    }

    /** Builds a {@link DeliveryTable}. Not thread-safe. */
    public static final class Builder {
        private static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofSeconds(5);
        private static final Duration DEFAULT_HANDLER_TIMEOUT = Duration.ofMinutes(1);
        private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

        private String name = "reader_webhook_delivery";
        private String namespace = "";
        private Duration lockTimeout = DEFAULT_LOCK_TIMEOUT;
        private Duration handlerTimeout = DEFAULT_HANDLER_TIMEOUT;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Sets the table's name.
         *
         * @param name the name, with or without schema (default {@code reader_webhook_delivery}): ASCII letters, digits and
         *     underscores; at most 40 characters for the table and 50 for the schema
         * @return this builder
         * @throws IllegalArgumentException if it is null, too long or contains another character
         */
        public Builder name(String name) {
            this.name = SqlScript.checkTableName(name);
            return this;
        }

        /**
         * Sets the namespace of the keys: deliveries are duplicates only of deliveries in the same namespace.
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
         * Sets how long an attempt waits for another attempt at the same delivery. It holds a database connection meanwhile.
         * An attempt that gives up fails, and Reader repeats the delivery.
         *
         * @param lockTimeout the time-out (default 5 seconds), rounded up to seconds; positive, at most a day. A shorter
         *     lock time-out of the database takes precedence
         * @return this builder
         * @throws IllegalArgumentException if it is null, zero, negative or too long
         */
        public Builder lockTimeout(Duration lockTimeout) {
            this.lockTimeout = timeout("lockTimeout", lockTimeout);
            return this;
        }

        /**
         * Sets how long a transaction that {@link DeliveryTable#inTransaction} opens may take. Then its connection is
         * aborted, which rolls it back and releases its locks, and the handler's thread is interrupted. H2 ignores the
         * abortion; there the transaction is rolled back when the handler returns.
         *
         * @param handlerTimeout the time-out (default 1 minute), in milliseconds; at least 1 ms, at most a day
         * @return this builder
         * @throws IllegalArgumentException if it is null, too short or too long
         */
        public Builder handlerTimeout(Duration handlerTimeout) {
            this.handlerTimeout = timeout("handlerTimeout", handlerTimeout);
            return this;
        }

        private static Duration timeout(String name, Duration value) {
            return Checks.inRange(name, value, Duration.ofMillis(1), MAX_TIMEOUT);
        }

        /**
         * Sets the clock for the time at which a delivery is recorded. Meant for tests.
         *
         * @param clock the clock (default: the system clock)
         * @return this builder
         * @throws IllegalArgumentException if it is null
         */
        public Builder clock(Clock clock) {
            this.clock = Checks.notNull("clock", clock);
            return this;
        }

        /** {@return the table} */
        public DeliveryTable build() {
            return new DeliveryTable(this);
        }
    }
}
