package dev.reader.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.ReaderClient;
import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.TestSite;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two instances as processes on PostgreSQL: the leader is killed while jobs run and deliveries are lost and doubled. */
@Tag("drill")
@ExtendWith(PostgresExtension.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KilledLeaderTest {
    private static final int LARGE_JOBS = 3;
    private static final int LARGE_PAGES = 200;
    private static final int SMALL_JOBS = 17;
    private static final int SMALL_PAGES = 2;
    private static final int PAGES = LARGE_JOBS * LARGE_PAGES + SMALL_JOBS * SMALL_PAGES;
    /** Five pages of a job at once: a job of 200 pages takes 14 s at least. */
    private static final int PAGE_MILLIS = 350;

    private final String name = "desk_" + UUID.randomUUID().toString().replace("-", "");
    private final PostgresServer postgres;
    private final String database;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Connection watching;

    KilledLeaderTest(PostgresServer postgres) {
        this.postgres = postgres;
        this.database = postgres.url().replace("/postgres?", "/" + name + "?");
    }

    @BeforeEach
    void createDatabase() throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        watching = open(DriverManager.getConnection(database));
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    @Test
    void cluster_whoseLeaderIsKilled_storesEachPageOnce_andKnowsEachEnd() throws Exception {
        TestSite site = open(new TestSite());
        LocalReader local = open(LocalReader.builder()
                .withoutChromium()
                .allowPrivateNetworks()
                .fault(Fault.of(Fault.Kind.SLOW_PAGE, PAGE_MILLIS))
                .start());
        LossyBalancer balancer = open(new LossyBalancer());
        DeskInstance first = open(startDesk(local, balancer));
        DeskClient onFirst = first.client();
        balancer.add(first.url());
        Eventually.await("the first instance leads", Duration.ofSeconds(30), () -> first.metric("desk_leader") == 1);
        DeskInstance second = open(startDesk(local, balancer));
        DeskClient onSecond = second.client();
        balancer.add(second.url());

        List<String> large = new ArrayList<>();
        for (int job = 0; job < LARGE_JOBS; job++) {
            large.add(submit(job % 2 == 0 ? onFirst : onSecond, urls(site, "large-" + job, LARGE_PAGES)));
        }
        WatchingBrowser browser = open(new WatchingBrowser(List.of(first.url(), second.url()), large.get(0)));
        for (int job = 0; job < SMALL_JOBS / 2; job++) {
            submit(job % 2 == 0 ? onFirst : onSecond, urls(site, "small-" + job, SMALL_PAGES));
        }
        Eventually.await(
                "a third of the pages is read",
                Duration.ofSeconds(90),
                () -> number("SELECT MIN(completed) FROM desk_job WHERE total = " + LARGE_PAGES) > LARGE_PAGES / 3
                        && browser.events().size() > 1);
        assertThat(number("SELECT COUNT(*) FROM desk_job WHERE total = " + LARGE_PAGES + " AND ended_at IS NULL"))
                .as("large jobs under way")
                .isEqualTo(LARGE_JOBS);
        assertThat(second.metric("desk_leader")).isZero();
        assertThat(local.openStreams()).as("connections to Reader's events").isEqualTo(1);
        first.kill();
        Instant killedAt = Instant.now();

        for (int job = SMALL_JOBS / 2; job < SMALL_JOBS; job++) {
            submit(onSecond, urls(site, "small-" + job, SMALL_PAGES));
        }
        Eventually.await("the second instance leads", Duration.ofSeconds(30), () -> second.metric("desk_leader") == 1);
        Duration takeover = Duration.between(killedAt, Instant.now());
        Eventually.await(
                "every job has ended",
                Duration.ofMinutes(2),
                () -> number("SELECT COUNT(*) FROM desk_job WHERE ended_at IS NOT NULL") == LARGE_JOBS + SMALL_JOBS);

        assertEachPageIsStoredOnce(local);
        Duration slowest = slowestEnd(local);
        assertThat(slowest).isLessThan(Duration.ofSeconds(60));
        assertThat(balancer.lost()).as("lost deliveries").isPositive();
        assertThat(balancer.doubled()).as("doubled deliveries").isPositive();
        assertThat(number("SELECT COUNT(*) FROM reader_webhook_inbox WHERE state = 'DEAD'"))
                .isZero();
        Eventually.await(
                "the browser sees the end",
                Duration.ofSeconds(20),
                () -> browser.events().stream().anyMatch(event -> event.data().contains("\"state completed\"")));
        assertThat(browser.events())
                .extracting(WatchingBrowser.Event::instance)
                .startsWith(first.url())
                .endsWith(second.url());
        assertThat(browser.events()).extracting(WatchingBrowser.Event::id).isSorted();
        System.out.printf(
                "takeover %d ms; an end was known after %d ms at most; %d deliveries, %d lost, %d doubled%n",
                takeover.toMillis(), slowest.toMillis(), balancer.received(), balancer.lost(), balancer.doubled());
    }

    /** One credit a page: if each was paid once, no job was created twice. */
    private void assertEachPageIsStoredOnce(LocalReader local) throws SQLException {
        assertThat(number("SELECT COUNT(*) FROM desk_page")).isEqualTo(PAGES);
        assertThat(number("SELECT COUNT(DISTINCT url) FROM desk_page")).isEqualTo(PAGES);
        assertThat(number("SELECT COUNT(*) FROM desk_page WHERE error IS NOT NULL OR markdown IS NULL"))
                .isZero();
        assertThat(number("SELECT COUNT(*) FROM desk_job WHERE state <> 'COMPLETED' OR stored <> total"))
                .isZero();
        try (ReaderClient reader = client(local)) {
            assertThat(reader.getCredits().used()).isEqualTo(PAGES);
        }
    }

    /** Compares what Reader knows with what the desk knows, on the one clock of this machine. */
    private Duration slowestEnd(LocalReader local) throws SQLException {
        Map<String, Instant> known = new LinkedHashMap<>();
        try (Statement statement = watching.createStatement();
                ResultSet rows = statement.executeQuery("SELECT reader_job_id, ended_at FROM desk_job")) {
            while (rows.next()) {
                known.put(rows.getString(1), Instant.ofEpochMilli(rows.getLong(2)));
            }
        }
        Duration slowest = Duration.ZERO;
        try (ReaderClient reader = client(local)) {
            for (Map.Entry<String, Instant> job : known.entrySet()) {
                Instant ended = reader.getJob(job.getKey()).completedAt();
                assertThat(ended).isNotNull();
                Duration delay = Duration.between(ended, job.getValue());
                slowest = delay.compareTo(slowest) > 0 ? delay : slowest;
            }
        }
        return slowest;
    }

    private DeskInstance startDesk(LocalReader local, LossyBalancer balancer) throws Exception {
        return DeskInstance.start(
                Map.of("READER_API_KEY", local.apiKey(), "READER_API_URL", local.baseUrl()),
                "--database",
                database,
                "--public-url",
                balancer.url());
    }

    /** Returns the path of the job. */
    private static String submit(DeskClient desk, List<String> urls) {
        return desk.submit(Map.of("kind", "batch", "urls", String.join("\n", urls)));
    }

    private static ReaderClient client(LocalReader local) {
        return ReaderClient.builder()
                .baseUrl(local.baseUrl())
                .apiKey(local.apiKey())
                .build();
    }

    private static List<String> urls(TestSite site, String job, int pages) {
        return IntStream.range(0, pages)
                .mapToObj(page -> site.url("/" + job + "/" + page))
                .toList();
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = watching.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }
}
