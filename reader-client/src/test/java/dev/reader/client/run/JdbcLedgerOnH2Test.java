package dev.reader.client.run;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;

class JdbcLedgerOnH2Test extends LeasedLedgerContract {
    private static final JdbcConnectionPool POOL =
            JdbcConnectionPool.create("jdbc:h2:mem:runs;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000", "sa", "");

    @AfterAll
    static void dispose() {
        POOL.dispose();
    }

    @Override
    DataSource dataSource() {
        return POOL;
    }
}
