package dev.reader.examples.fleet;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** The tables of db-scheduler and Bucket4j, in SQL that PostgreSQL and H2 accept. */
final class FleetTables {
    /** Processes that create a table at the same moment make each other fail. */
    private static final int MAX_ATTEMPTS = 10;

    private static final List<String> DDL = List.of("""
            CREATE TABLE IF NOT EXISTS scheduled_tasks (
                task_name VARCHAR(250) NOT NULL,
                task_instance VARCHAR(250) NOT NULL,
                task_data BYTEA,
                execution_time TIMESTAMP WITH TIME ZONE NOT NULL,
                picked BOOLEAN NOT NULL,
                picked_by VARCHAR(250),
                last_success TIMESTAMP WITH TIME ZONE,
                last_failure TIMESTAMP WITH TIME ZONE,
                consecutive_failures INTEGER,
                last_heartbeat TIMESTAMP WITH TIME ZONE,
                version BIGINT NOT NULL,
                priority SMALLINT,
                PRIMARY KEY (task_name, task_instance)
            )""", """
            CREATE INDEX IF NOT EXISTS scheduled_tasks_execution_time ON scheduled_tasks (execution_time)
            """, """
            CREATE TABLE IF NOT EXISTS reader_rate_limit (
                id BIGINT NOT NULL PRIMARY KEY,
                state BYTEA
            )""");

    private FleetTables() {}

    /** Creates the tables that do not exist; several processes may do so at the same time. */
    static void create(DataSource dataSource) throws SQLException {
        create(dataSource, DDL);
    }

    static void create(DataSource dataSource, List<String> commands) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                create(statement, command);
            }
        }
    }

    private static void create(Statement statement, String command) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                statement.execute(command);
                return;
            } catch (SQLException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
