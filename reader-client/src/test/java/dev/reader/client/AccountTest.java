package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.error.UnauthenticatedException;
import dev.reader.client.model.Credits;
import dev.reader.client.model.ProxyMode;
import dev.reader.client.model.QueueStatus;
import dev.reader.client.model.UsageEntry;
import dev.reader.client.model.UsageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;

/** Requests credits, usage and queue status (docs/reader-api.md §6). */
class AccountTest extends MockServerTest {

    private static MockResponse entries(int from, int to, int total) {
        String data = IntStream.range(from, to)
                .mapToObj(i -> "{\"id\": \"u" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        return Answers.json(
                        200,
                        "{\"success\": true, \"data\": " + data + ", \"pagination\": {\"total\": " + total
                                + ", \"skip\": " + from + ", \"limit\": 100, \"hasMore\": " + (to < total) + "}}")
                .build();
    }

    private static List<String> ids(Iterable<UsageEntry> entries) {
        java.util.ArrayList<String> ids = new java.util.ArrayList<>();
        entries.forEach(entry -> ids.add(entry.id()));
        return ids;
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "u" + i).toList();
    }

    @Test
    void credits() {
        answer(Answers.data(
                200,
                "{\"balance\": 874, \"limit\": 1000, \"used\": 126, \"tier\": \"free\", "
                        + "\"resetAt\": \"2026-07-01T00:00:00.000Z\", \"overdraft\": 5}"));

        Credits credits = reader.getCredits();

        assertThat(credits.balance()).isEqualTo(874);
        assertThat(credits.limit()).isEqualTo(1000);
        assertThat(credits.used()).isEqualTo(126);
        assertThat(credits.tier()).isEqualTo("free");
        assertThat(credits.resetAt()).isEqualTo(Instant.parse("2026-07-01T00:00:00Z"));
        assertThat(credits.additionalProperties().get("overdraft").intValue()).isEqualTo(5);
        assertThat(request().getRequestLine()).startsWith("GET /v1/usage/credits ");
    }

    @Test
    void credits_oddBalance_keepsOtherFieldsAndRawBalance() {
        answer(Answers.data(200, "{\"balance\": \"873\", \"limit\": 1000, \"used\": 127}"));

        Credits credits = reader.getCredits();

        assertThat(credits.balance()).isZero();
        assertThat(credits.limit()).isEqualTo(1000);
        assertThat(credits.additionalProperties().get("balance").textValue()).isEqualTo("873");
    }

    @Test
    void credits_invalidKey() {
        answer(Answers.error(401, "unauthenticated"));

        assertThatThrownBy(() -> reader.getCredits()).isInstanceOf(UnauthenticatedException.class);
    }

    @Test
    void queueStatus() {
        answer(Answers.data(200, "{\"activeJobs\": 2, \"waitingJobs\": 7, \"maxConcurrency\": 10, \"paused\": false}"));

        QueueStatus queue = reader.getQueueStatus();

        assertThat(queue.activeJobs()).isEqualTo(2);
        assertThat(queue.waitingJobs()).isEqualTo(7);
        assertThat(queue.maxConcurrency()).isEqualTo(10);
        assertThat(queue.additionalProperties()).containsOnlyKeys("paused");
        assertThat(request().getRequestLine()).startsWith("GET /v1/queue/status ");
    }

    @Test
    void usageHistory_entry() {
        answer(Answers.json(200, """
                        {"success": true, "data": [{"id": "u1", "url": "https://example.com/", "duration": 1234.5,
                         "status": "error", "cached": false, "proxyMode": "premium", "credits": 3,
                         "error": "no such host", "createdAt": "2026-03-01T12:00:00Z", "region": "eu"},
                         {"id": "u2", "status": "paused", "proxyMode": null, "error": null}],
                         "pagination": {"total": 2, "skip": 0, "limit": 100, "hasMore": false}}""").build());

        List<UsageEntry> entries = reader.usageHistory().stream().toList();

        UsageEntry failed = entries.get(0);
        assertThat(failed.id()).isEqualTo("u1");
        assertThat(failed.url()).isEqualTo("https://example.com/");
        assertThat(failed.duration()).isEqualTo(Duration.ofNanos(1_234_500_000));
        assertThat(failed.status()).isEqualTo(UsageStatus.ERROR);
        assertThat(failed.cached()).isFalse();
        assertThat(failed.proxyMode()).isEqualTo(ProxyMode.PREMIUM);
        assertThat(failed.credits()).isEqualTo(3);
        assertThat(failed.error()).isEqualTo("no such host");
        assertThat(failed.createdAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(failed.additionalProperties()).containsOnlyKeys("region");
        assertThat(entries.get(1).status()).isEqualTo(UsageStatus.of("paused"));
        assertThat(entries.get(1).proxyMode()).isNull();
        assertThat(entries.get(1).duration()).isNull();
    }

    @Test
    void usageHistory_isLazy_andFollowsPages() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest asked) {
                int skip = Integer.parseInt(asked.getUrl().queryParameter("skip"));
                return entries(skip, Math.min(skip + 100, 250), 250);
            }
        });

        PagedIterable<UsageEntry> history = reader.usageHistory();
        Iterator<UsageEntry> iterator = history.iterator();
        assertThat(server.getRequestCount()).isZero();

        assertThat(iterator.next().id()).isEqualTo("u0");
        assertThat(ids(() -> iterator)).isEqualTo(ids(1, 250));
        assertThat(iterator.hasNext()).isFalse();
        assertThatThrownBy(iterator::next).isInstanceOf(java.util.NoSuchElementException.class);
        assertThat(List.of(
                        request().getRequestLine(),
                        request().getRequestLine(),
                        request().getRequestLine()))
                .allMatch(line -> line.contains("limit=100"))
                .anyMatch(line -> line.contains("skip=0"))
                .anyMatch(line -> line.contains("skip=100"))
                .anyMatch(line -> line.contains("skip=200"));
    }

    @Test
    void usageHistory_entriesShiftedByNewOnes_appearOnce() {
        // three entries were added between the two requests
        answer(entries(0, 100, 150), entries(97, 150, 150));

        assertThat(ids(reader.usageHistory())).isEqualTo(ids(0, 150));
    }

    @Test
    void usageHistory_withoutPagination_endsAtPartialPage() {
        answer(Answers.data(200, "[{\"id\": \"u0\"}, null, {\"id\": \"u1\"}]"));

        assertThat(ids(reader.usageHistory())).containsExactly("u0", "u1");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void usageHistory_continuesAfterRateLimit() {
        reader = client(builder().jitter(() -> 0));
        for (int i = 0; i < 10; i++) {
            answer(Answers.rateLimited(Duration.ofSeconds(6)));
        }
        answer(entries(0, 1, 1));

        assertThat(ids(reader.usageHistory())).containsExactly("u0");
        assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(1));
    }
}
