package dev.reader.examples.desk.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.desk.jobs.JobDesk;
import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.JobState;
import dev.reader.examples.desk.store.JobTable;
import dev.reader.examples.desk.store.OrderTable;
import dev.reader.examples.desk.web.Tokens;
import dev.reader.examples.local.MutableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limit of 5 MB, and the links above it. */
class OrderDeskTest {
    private static final int LIMIT = 5_000_000;
    private static final int BYTES_AT_LIMIT = LIMIT / 4 * 3;

    private final MutableClock clock = new MutableClock();
    private final Database database = Database.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    private final SignedLinks links =
            new SignedLinks(new Tokens("a secret".getBytes(StandardCharsets.UTF_8)), "https://desk.example", clock);
    private final OrderDesk orders = new OrderDesk(database, new JobDesk(database, clock, () -> {}), links, clock);

    @AfterEach
    void close() {
        database.close();
    }

    /** Returns the status of an order whose result has this length. */
    private Map<String, Object> completed(String output, int length) {
        byte[] body = ("{\"order_id\":\"o-1\",\"inputs\":{\"url\":\"https://example.com\",\"output\":\"" + output
                        + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(orders.accept(OrderBody.parse(body))).isEqualTo(OrderDesk.Acceptance.NEW);
        database.run(connection -> {
            DeskJob job = JobTable.list(connection, 1, 0).get(0);
            OrderTable.setResult(
                    connection, job.id(), "text/plain", "x".repeat(length).getBytes(StandardCharsets.UTF_8));
            JobTable.end(connection, job, JobState.COMPLETED, 1, 1, 0, 1, 1, null, clock.instant());
        });
        return orders.status("o-1").orElseThrow();
    }

    @Test
    void base64_ofExactlyFiveMegabytes_isSent() {
        Map<String, Object> status = completed("file", BYTES_AT_LIMIT);

        assertThat(String.valueOf(status.get("result_base64"))).hasSize(LIMIT);
        assertThat(status).doesNotContainKeys("result_url", "result").containsEntry("mime_type", "text/plain");
    }

    @Test
    void base64_ofAByteMore_becomesALink() {
        Map<String, Object> status = completed("file", BYTES_AT_LIMIT + 1);

        assertThat(status).doesNotContainKeys("result_base64", "result").containsEntry("mime_type", "text/plain");
        assertThat(String.valueOf(status.get("result_url"))).startsWith("https://desk.example/results/o-1?expires=");
    }

    @Test
    void text_ofExactlyFiveMegabytes_isSent() {
        assertThat(String.valueOf(completed("text", LIMIT).get("result"))).hasSize(LIMIT);
    }

    @Test
    void text_ofAByteMore_becomesALink() {
        assertThat(completed("text", LIMIT + 1)).doesNotContainKey("result").containsKey("result_url");
    }

    @Test
    void link_opensForADay_andOnlyItsOrder() {
        String link = String.valueOf(completed("text", LIMIT + 1).get("result_url"));
        String expires = link.replaceFirst(".*expires=(\\d+)&.*", "$1");
        String signature = link.replaceFirst(".*signature=", "");

        assertThat(links.check("o-1", expires, signature)).isEqualTo(SignedLinks.Validity.VALID);
        assertThat(links.check("o-2", expires, signature)).isEqualTo(SignedLinks.Validity.FORGED);
        assertThat(links.check("o-1", expires + "0", signature)).isEqualTo(SignedLinks.Validity.FORGED);
        assertThat(links.check("o-1", expires, null)).isEqualTo(SignedLinks.Validity.FORGED);
        assertThat(links.check("o-1", null, signature)).isEqualTo(SignedLinks.Validity.FORGED);
        assertThat(links.check("o-1", "-1", signature)).isEqualTo(SignedLinks.Validity.FORGED);

        clock.advance(Duration.ofDays(1).minusSeconds(1));
        assertThat(links.check("o-1", expires, signature)).isEqualTo(SignedLinks.Validity.VALID);
        clock.advance(Duration.ofSeconds(1));
        assertThat(links.check("o-1", expires, signature)).isEqualTo(SignedLinks.Validity.EXPIRED);
        assertThat(links.check("o-1", expires, signature + "x"))
                .as("who can't sign is not told that it has expired")
                .isEqualTo(SignedLinks.Validity.FORGED);
        assertThat(String.valueOf(orders.status("o-1").orElseThrow().get("result_url")))
                .as("the status has a new link")
                .isNotEqualTo(link);
    }
}
