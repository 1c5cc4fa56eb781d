package dev.reader.examples.desk.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.model.Page;
import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.DeskPage;
import dev.reader.examples.desk.store.JobTable;
import dev.reader.examples.desk.store.Lease;
import dev.reader.examples.desk.store.PageTable;
import dev.reader.examples.desk.store.PageTable.NewPage;
import dev.reader.examples.local.MutableClock;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that results replace the pages of a running job, and that a wrong clock does no harm. */
class StoreTest {
    private static final String JOB = "job-1";

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final MutableClock clock = new MutableClock();
    private final Database database = Database.open(url);

    @BeforeEach
    void insertJob() {
        database.run(connection ->
                JobTable.insert(connection, DeskJob.submitted(JOB, "batch", "title", "{}", "key", 3, clock.instant())));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static DeskPage page(int position, String url, String markdown) {
        return new DeskPage(JOB, position, url, null, 200, 1, 5L, null, markdown, false);
    }

    private Optional<byte[]> picture(int position) {
        return database.call(connection -> PageTable.thumbnail(connection, JOB, position));
    }

    private String markdown(int position) {
        return String.valueOf(database.call(connection -> PageTable.find(connection, JOB, position))
                .orElseThrow()
                .markdown());
    }

    @Test
    void storedPicture_isKept_whileTheTextIsReplaced() {
        database.run(connection -> {
            PageTable.insert(connection, new NewPage(page(1, "https://e.com/1", "old"), new byte[] {1}));
            PageTable.insert(connection, new NewPage(page(2, "https://e.com/2", "old"), null));
            PageTable.insert(connection, new NewPage(page(3, "https://e.com/3", "old"), new byte[] {3}));
        });
        assertThat(database.<Map<Integer, String>>call(connection -> PageTable.withPicture(connection, JOB)))
                .isEqualTo(Map.of(1, "https://e.com/1", 3, "https://e.com/3"));

        database.run(connection -> PageTable.replaceAll(
                connection,
                JOB,
                List.of(
                        Pages.toRowWithStoredPicture(
                                JOB,
                                1,
                                Page.builder("https://e.com/1").markdown("new").build()),
                        new NewPage(page(2, "https://e.com/2", "new"), new byte[] {2}))));

        assertThat(picture(1)).contains(new byte[] {1});
        assertThat(picture(2)).contains(new byte[] {2});
        assertThat(markdown(1) + markdown(2)).isEqualTo("newnew");
        List<DeskPage> left = database.call(connection -> PageTable.list(connection, JOB, 10, 0));
        assertThat(left).hasSize(2);
    }

    @Test
    void pictureOfAnotherPage_isNotKept() {
        database.run(connection -> {
            PageTable.insert(connection, new NewPage(page(1, "https://e.com/1", "old"), new byte[] {1}));
            PageTable.replaceAll(
                    connection,
                    JOB,
                    List.of(Pages.toRowWithStoredPicture(
                            JOB,
                            1,
                            Page.builder("https://e.com/other").markdown("new").build())));
        });

        assertThat(picture(1)).isEmpty();
        assertThat(markdown(1)).isEqualTo("new");
    }

    @Test
    void clockThatWasAhead_stopsNoJobAndNoLeader() {
        clock.advance(Duration.ofHours(1));
        assertThat(claim()).isPresent();
        assertThat(lead("dead")).isTrue();

        clock.advance(Duration.ofHours(-1));
        assertThat(claim())
                .as("neither the time of the step nor the claim counts")
                .isPresent();
        assertThat(claim()).as("the new claim does").isEmpty();
        assertThat(lead("b")).isTrue();
        assertThat(lead("c")).isFalse();
    }

    /** An instance of an older version, while a newer one has changed the schema. */
    @Test
    void newerSchema_doesNotKeepAnInstanceFromStarting() {
        database.run(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(
                        "INSERT INTO \"desk_schema_history\" SELECT 99, '99', 'newer', \"type\", 'V99__newer.sql',"
                                + " \"checksum\", \"installed_by\", \"installed_on\", \"execution_time\", \"success\""
                                + " FROM \"desk_schema_history\" WHERE \"version\" = '1'");
            }
        });

        Database.open(url).close();
    }

    private Optional<DeskJob> claim() {
        return database.call(connection -> JobTable.claimDue(
                connection, "owner", clock.instant(), clock.instant().plus(JobWorker.CLAIM)));
    }

    private boolean lead(String owner) {
        boolean held = database.call(connection -> Lease.acquire(
                connection, owner, clock.instant(), clock.instant().plus(WorkspaceLeader.LEASE)));
        return held;
    }
}
