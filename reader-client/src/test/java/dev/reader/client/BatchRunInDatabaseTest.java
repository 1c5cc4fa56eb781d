package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.run.BatchRun;
import dev.reader.client.run.JdbcRunLedger;
import dev.reader.client.run.RunLedger;
import dev.reader.client.run.RunOutcome;
import dev.reader.client.run.RunPage;
import dev.reader.client.run.RunReport;
import dev.reader.client.run.ShardStatus;
import dev.reader.client.run.TransactionalPageHandler;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BatchRunInDatabaseTest {
    private static final int URLS = 2200;

    private final RunServer server = new RunServer();
    private final JdbcConnectionPool pool =
            JdbcConnectionPool.create("jdbc:h2:mem:batch-run;DB_CLOSE_DELAY=-1", "sa", "");

    @BeforeEach
    void table() throws SQLException {
        execute("CREATE TABLE page (page_key VARCHAR(64) NOT NULL, url VARCHAR NOT NULL)");
    }

    @AfterEach
    void dispose() throws SQLException {
        execute("SHUTDOWN");
        pool.dispose();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String what) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(" + what + ") FROM page")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void save(RunPage page, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO page VALUES (?, ?)")) {
            insert.setString(1, page.key());
            insert.setString(2, page.url());
            insert.executeUpdate();
        }
    }

    private static List<String> urls() {
        return IntStream.range(0, URLS).mapToObj(i -> "https://a.example/" + i).toList();
    }

    private BatchRun.Builder run(ReaderClient reader) {
        return reader.batchRun("run").urls(urls()).ledger(new JdbcRunLedger(pool));
    }

    @Test
    void handlerThatFailsAnywhere_seesEachPageExactlyOnce() throws Exception {
        Iterator<Integer> failAt = List.of(0, 99, 100, 150, 1300).iterator();
        int[] next = {failAt.next()};
        int[] handled = {0};
        RunReport report = server.run(reader -> {
            BatchRun run = run(reader)
                    .onPage((page, connection) -> {
                        if (handled[0]++ == next[0]) {
                            handled[0] = 0;
                            next[0] = failAt.hasNext() ? failAt.next() : -1;
                            save(page, connection);
                            throw new IllegalStateException("killed");
                        }
                        save(page, connection);
                    })
                    .build();
            while (next[0] >= 0) {
                assertThatThrownBy(run::execute).hasMessage("killed");
            }
            return run.execute();
        });
        assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
        assertThat(report.stored()).isEqualTo(URLS);
        assertThat(count("*")).isEqualTo(URLS);
        assertThat(count("DISTINCT page_key")).isEqualTo(URLS);
        assertThat(server.charged.values()).hasSize(URLS).containsOnly(1);
    }

    @Test
    void sqlFailureOfTheHandler_namesThePage() throws Exception {
        server.run(reader -> {
            BatchRun run = run(reader)
                    .onPage((page, connection) -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("INSERT INTO nonsense VALUES (1)");
                        }
                    })
                    .build();
            assertThatThrownBy(run::execute)
                    .hasMessageContaining("the handler failed on the page https://a.example/")
                    .hasRootCauseInstanceOf(SQLException.class);
            return 0;
        });
    }

    @Test
    void runOfAnotherClient_isResumed() throws Exception {
        server.run(reader -> run(reader)
                .creditLimit(1000)
                .onPage((page, connection) -> save(page, connection))
                .build()
                .execute());
        RunReport report = server.simulation.time.run(() -> {
            try (ReaderClient other = server.simulation.server.builder().build()) {
                return other.batchRun("run")
                        .ledger(new JdbcRunLedger(pool))
                        .onPage((page, connection) -> save(page, connection))
                        .build()
                        .execute();
            }
        });
        assertThat(report.stored()).isEqualTo(URLS);
        assertThat(report.creditsUsed()).isEqualTo(URLS);
        assertThat(count("DISTINCT page_key")).isEqualTo(URLS);
    }

    private BatchRun leased(ReaderClient reader, int slots, TransactionalPageHandler handler) {
        return reader.batchRun("run")
                .urls(urls())
                .ledger(new JdbcRunLedger(pool).withJobSlots(slots, Duration.ofHours(1)))
                .onPage(handler)
                .build();
    }

    @Test
    void processShard_returnsAtOnce_whileNoJobSlotIsFree() throws Exception {
        Set<ShardStatus> meanwhile = EnumSet.noneOf(ShardStatus.class);
        server.run(reader -> {
            BatchRun other = leased(reader, 1, (page, connection) -> save(page, connection));
            BatchRun run = leased(reader, 1, (page, connection) -> {
                meanwhile.add(other.processShard(0));
                meanwhile.add(other.processShard(1));
            });
            run.plan();
            assertThat(run.processShard(0)).isEqualTo(ShardStatus.STORED);
            assertThat(meanwhile).containsExactly(ShardStatus.PENDING);
            assertThat(other.processShard(1)).isEqualTo(ShardStatus.STORED);
            return 0;
        });
    }

    @Test
    void processThatLostItsLease_writesNothing_andTheNextOneFinishesTheShard() throws Exception {
        int[] handled = {0};
        server.run(reader -> {
            BatchRun stopped = leased(reader, 2, (page, connection) -> {
                save(page, connection);
                if (++handled[0] == 150) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("UPDATE reader_run_shard SET leased_until = 1");
                    }
                }
            });
            stopped.plan();
            assertThat(stopped.processShard(0)).isEqualTo(ShardStatus.PENDING);
            assertThat(count("*")).isEqualTo(200);
            return leased(reader, 2, (page, connection) -> save(page, connection))
                    .processShard(0);
        });
        assertThat(handled[0]).isEqualTo(200);
        assertThat(count("*")).isEqualTo(1000);
        assertThat(count("DISTINCT page_key")).isEqualTo(1000);
        assertThat(server.charged.values()).hasSize(1000).containsOnly(1);
    }

    @Test
    void execute_rejectsALedgerWithJobSlots() throws Exception {
        server.run(reader -> {
            assertThatThrownBy(leased(reader, 1, (page, connection) -> {})::execute)
                    .hasMessageContaining("job slots")
                    .hasMessageContaining("processShard");
            return 0;
        });
    }

    @Test
    void badInput_isRejectedAtOnce() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JdbcRunLedger(pool).withJobSlots(0, Duration.ofMinutes(1)))
                .withMessageContaining("slots");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JdbcRunLedger(pool).withJobSlots(1, Duration.ofMillis(999)))
                .withMessageContaining("lease");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JdbcRunLedger(pool).withJobSlots(1, Duration.ofDays(2)))
                .withMessageContaining("lease");
        server.run(reader -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.batchRun(" "))
                    .withMessageContaining("runId");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.batchRun("x".repeat(201)))
                    .withMessageContaining("201");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.batchRun("run").shardSize(1001))
                    .withMessageContaining("1001");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.batchRun("run").creditLimit(-1))
                    .withMessageContaining("-1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.batchRun("run").maxRetries(101))
                    .withMessageContaining("101");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.batchRun("run").maxActiveJobs(0))
                    .withMessageContaining("maxActiveJobs");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.batchRun("run").maxCreditsPerPage(-1))
                    .withMessageContaining("maxCreditsPerPage");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.batchRun("run").comparedWith("run").build())
                    .withMessageContaining("another run");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.batchRun("run").onlyChanged().build())
                    .withMessageContaining("comparedWith");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.batchRun("run")
                            .ledger(RunLedger.inMemory())
                            .onPage((page, connection) -> {})
                            .build())
                    .withMessageContaining("JdbcRunLedger");
            BatchRun unplanned = reader.batchRun("run").build();
            assertThatThrownBy(unplanned::execute).hasMessageContaining("set urls(…)");
            assertThatThrownBy(unplanned::pendingShards).hasMessageContaining("not planned");
            BatchRun planned = reader.batchRun("run").urls(urls()).build();
            planned.plan();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> planned.processShard(99))
                    .withMessageContaining("99");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> planned.jobFound(0, "no/id"))
                    .withMessageContaining("jobId");
            return 0;
        });
    }
}
