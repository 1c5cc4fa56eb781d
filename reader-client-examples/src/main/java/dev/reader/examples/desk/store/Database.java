package dev.reader.examples.desk.store;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The connections to the database, whose schema Flyway brings up to date. Thread-safe. */
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 12;
    /** Less than the 8 seconds in which a marketplace wants an answer. */
    private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;

    private final HikariDataSource pool;
    private final boolean h2;

    private Database(HikariDataSource pool, boolean h2) {
        this.pool = pool;
        this.h2 = h2;
    }

    /** Work in a transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Work in a transaction, without a result. */
    @FunctionalInterface
    public interface Action {
        void run(Connection connection) throws SQLException;
    }

    /**
     * Opens the database and migrates its schema.
     *
     * @throws IllegalArgumentException if the URL is for another database than PostgreSQL and H2
     */
    public static Database open(String url) {
        boolean h2 = url.startsWith("jdbc:h2:");
        if (!h2 && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("the database is '" + withoutParameters(url)
                    + "'; it must start with jdbc:postgresql: or jdbc:h2:");
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(h2 ? withH2Settings(url) : url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        config.setAutoCommit(false);
        config.setPoolName("desk");
        HikariDataSource pool = new HikariDataSource(config);
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:dev/reader/examples/desk/migration")
                    .placeholders(Map.of("bytes", h2 ? "BLOB" : "BYTEA"))
                    .table("desk_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
        return new Database(pool, h2);
    }

    /** By default, H2 closes the database as soon as the program is told to stop, while the desk still needs it. */
    private static String withH2Settings(String url) {
        String timeout = url.contains("LOCK_TIMEOUT") ? "" : ";LOCK_TIMEOUT=10000";
        return url + timeout + (url.contains("DB_CLOSE_ON_EXIT") ? "" : ";DB_CLOSE_ON_EXIT=FALSE");
    }

    /** The URL may carry a password as a parameter. */
    private static String withoutParameters(String url) {
        return url.replaceAll("[?;].*", "");
    }

    /** Returns the connections, for libraries. They are in manual-commit mode. */
    public DataSource dataSource() {
        return pool;
    }

    /** Returns the SQL of db-scheduler, which does not know H2 and would warn about it. */
    public JdbcCustomization schedulerDialect() {
        return h2 ? new DefaultJdbcCustomization(false) : new PostgreSqlJdbcCustomization(false, false);
    }

    /** Runs the work in a transaction and commits it. */
    public <T> T call(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Runs the action in a transaction and commits it. */
    public void run(Action action) {
        call(connection -> {
            action.run(connection);
            return true;
        });
    }

    @Override
    public void close() {
        pool.close();
    }
}
