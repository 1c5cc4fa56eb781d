package dev.reader.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The endpoints that a marketplace calls (docs/reader-api.md §9), and the marketplace itself. */
class OrdersTest {
    private static final String KEY = "key of the market";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final ShiftedClock clock = new ShiftedClock();
    private LocalReader reader;
    private Desk desk;
    private DeskClient client;

    @BeforeEach
    void start() {
        reader = LocalReader.builder()
                .withoutChromium()
                .slowPageDelay(Duration.ZERO)
                .start();
        desk = Desk.start(settings().build());
        client = new DeskClient(desk.url());
    }

    private DeskSettings.Builder settings() {
        return DeskSettings.builder()
                .port(0)
                .database(database)
                .apiKey(reader.apiKey())
                .apiUrl(reader.baseUrl())
                .ordersKey(KEY)
                .clock(clock);
    }

    @AfterEach
    void stop() {
        desk.close();
        reader.close();
    }

    private HttpResponse<String> call(String method, String path, String body, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(path.startsWith("/") ? desk.url() + path : path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build());
    }

    private HttpResponse<String> order(String id, String inputs) {
        return call("POST", "/orders", "{\"order_id\":\"" + id + "\",\"inputs\":" + inputs + "}", "Bearer " + KEY);
    }

    private JsonNode status(String id) {
        HttpResponse<String> response = call("GET", "/orders/" + id + "/status", "", "Bearer " + KEY);
        assertThat(response.statusCode()).isEqualTo(200);
        return json(response);
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private JsonNode awaitEnd(String id) {
        client.await("/jobs", body -> !status(id).path("status").asText().equals("processing"));
        return status(id);
    }

    private String inputs(String path, String more) {
        return "{\"urls\":[\"" + reader.site().url(path) + "\"]" + more + "}";
    }

    @Test
    void order_isIdempotent_andEndsWithItsText() {
        reader.site().put("/a.html", "<main><h1>Anemone</h1><p>A tide gauge.</p></main>");

        assertThat(order("o-1", inputs("/a.html", "")).statusCode()).isEqualTo(202);
        assertThat(order("o-1", inputs("/a.html", "")).statusCode()).isEqualTo(200);
        assertThat(order("o-1", inputs("/b.html", "")).statusCode()).isEqualTo(409);
        JsonNode ended = awaitEnd("o-1");

        assertThat(ended.path("status").asText()).isEqualTo("completed");
        assertThat(ended.path("result").asText()).contains("# Anemone", "A tide gauge.");
        assertThat(ended.path("mime_type").asText()).startsWith("text/markdown");
        assertThat(client.body("/jobs").split("class=\"job-row\"", -1))
                .as("one job")
                .hasSize(2);
    }

    @Test
    void file_comesAsBase64_andAboveFiveMegabytesAsALink() {
        reader.site().put("/a.html", "<main><h1>Anemone</h1></main>");
        reader.site().put("/large.html", "<main><p>" + "tide gauge ".repeat(170_000) + "</p></main>");
        order("small", inputs("/a.html", ",\"output\":\"file\""));
        String large = reader.site().url("/large.html");
        order("large", "{\"output\":\"file\",\"urls\":[\"" + large + "\",\"" + large + "?2\",\"" + large + "?3\"]}");

        JsonNode small = awaitEnd("small");
        assertThat(small.path("mime_type").asText()).isEqualTo("application/x-ndjson");
        String file = new String(
                Base64.getDecoder().decode(small.path("result_base64").asText()), StandardCharsets.UTF_8);
        assertThat(file).contains("\"markdown\":\"# Anemone");

        JsonNode linked = awaitEnd("large");
        assertThat(linked.has("result_base64")).isFalse();
        String link = linked.path("result_url").asText();
        HttpResponse<String> result = call("GET", link, "", "");
        assertThat(result.statusCode()).as(link).isEqualTo(200);
        assertThat(result.body().length()).isGreaterThan(3_750_000);
        assertThat(result.headers().firstValue("Content-Disposition")).contains("attachment");
        assertThat(call("GET", link.replace("/large?", "/small?"), "", "").statusCode())
                .isEqualTo(403);
        assertThat(call("GET", link.replaceFirst("expires=\\d", "expires=9"), "", "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call("GET", desk.url() + "/results/large", "", "").statusCode())
                .isEqualTo(403);
        assertThat(call("GET", link.replace("/large?", "/none?"), "", "").statusCode())
                .as("a forged link does not tell which orders exist")
                .isEqualTo(403);

        clock.advance(Duration.ofHours(25));
        HttpResponse<String> expired = call("GET", link, "", "");
        assertThat(expired.statusCode()).isEqualTo(410);
        assertThat(json(expired).path("error").asText()).contains("expired");
        assertThat(call("GET", link + "x", "", "").statusCode()).isEqualTo(403);
        assertThat(call("GET", status("large").path("result_url").asText(), "", "")
                        .statusCode())
                .as("the status has a new link")
                .isEqualTo(200);
    }

    @Test
    void unknownOrders_badHeaders_andOtherMethods_getTheirStatus() {
        assertThat(call("GET", "/orders/none/status", "", "Bearer " + KEY).statusCode())
                .isEqualTo(404);
        assertThat(call("GET", "/orders/none", "", "Bearer " + KEY).statusCode())
                .isEqualTo(404);
        assertThat(call("GET", "/orders/none/status", "", "").statusCode()).isEqualTo(401);
        assertThat(call("GET", "/orders/none/status", "", "Bearer " + KEY + "x").statusCode())
                .isEqualTo(401);
        assertThat(call("POST", "/orders", "{}", "Bearer x").statusCode()).isEqualTo(401);
        for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
            HttpResponse<String> response = call(method, "/orders/none/status", "", "Bearer " + KEY);
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).contains("GET");
        }
        assertThat(call("GET", "/orders", "", "Bearer " + KEY).statusCode()).isEqualTo(405);
        assertThat(call("POST", "/orders", "{}", "").statusCode()).isEqualTo(401);
        assertThat(call("POST", "/orders", "{}", "Basic " + KEY).statusCode()).isEqualTo(401);
        assertThat(call("DELETE", "/orders/none/status", "", "Bearer x").statusCode())
                .as("who has no key is not told the methods")
                .isEqualTo(401);
        assertThat(call("POST", "/results/none", "", "").statusCode()).isEqualTo(405);
        for (String body : new String[] {
            "",
            "no JSON",
            "[]",
            "{}",
            "{\"order_id\":\"a/b\"}",
            "{\"order_id\":\"a\"}",
            "{\"order_id\":\"a\",\"inputs\":{\"urls\":[\"file:///etc/passwd\"]}}",
            "{\"order_id\":\"a\",\"inputs\":{\"url\":\"https://e.com\",\"output\":\"fax\"}}",
            "{\"order_id\":\"a\",\"inputs\":{\"url\":\"https://e.com\",\"crawl\":\"yes\"}}",
            "{\"order_id\":\"a\",\"inputs\":{\"url\":\"https://e.com\",\"max_pages\":\"many\"}}",
            "{\"order_id\":\"a\",\"inputs\":{\"url\":\"https://e.com\",\"max_pages\":1.5}}",
            "{\"order_id\":\"a\",\"inputs\":{\"url\":\"https://e.com\",\"max_depth\":11}}"
        }) {
            assertThat(call("POST", "/orders", body, "Bearer " + KEY).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(call("POST", "/orders", " ".repeat(2_600_000), "Bearer " + KEY)
                        .statusCode())
                .isEqualTo(413);
    }

    /** Every quarter of an hour of the marketplace's time. */
    @Test
    void marketplace_pollsUntilTheEnd_alsoWhileReaderIsDown() throws IOException {
        reader.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, 4).on("/v1"));
        reader.site().put("/a.html", "<main><h1>Anemone</h1></main>");
        Marketplace market = new Marketplace(desk.url(), "Bearer " + KEY);

        market.order("o-2", inputs("/a.html", ""));
        AtomicInteger quarters = new AtomicInteger();
        Marketplace.Outcome outcome = market.follow("o-2", () -> {
            if (quarters.incrementAndGet() == 2) {
                client.await("/jobs", body -> body.contains("state completed"));
            }
        });

        assertThat(outcome).isEqualTo(new Marketplace.Outcome("completed", 2, 0));
        assertThat(market.now()).isEqualTo(Duration.ofMinutes(30));
    }

    /** The desk itself restarts for an hour of the marketplace's time. */
    @Test
    void marketplace_keepsTheOrder_whileTheDeskIsDownForFourPolls() throws IOException {
        reader.site().put("/a.html", "<main><h1>Anemone</h1></main>");
        reader.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, Fault.ALWAYS).on("/v1/read"));
        int port = URI.create(desk.url()).getPort();
        Marketplace market = new Marketplace(desk.url(), "Bearer " + KEY);
        market.order("o-3", inputs("/a.html", ""));
        AtomicInteger quarters = new AtomicInteger();

        Marketplace.Outcome outcome = market.follow("o-3", () -> {
            int quarter = quarters.incrementAndGet();
            if (quarter == 2) {
                desk.close();
            } else if (quarter == 6) {
                reader.faults().clear();
                desk = Desk.start(settings().port(port).build());
                client.await("/jobs", body -> body.contains("state completed"));
            }
        });

        assertThat(outcome).isEqualTo(new Marketplace.Outcome("completed", 6, 0));
    }

    @Test
    void status_isToldFromStorage_whileReaderAnswersOnly429_andWhileItIsDown() {
        reader.faults().add(Fault.of(Fault.Kind.RATE_LIMIT, Fault.ALWAYS).on("/v1"));
        assertThat(order("o-4", inputs("/a.html", "")).statusCode()).isEqualTo(202);
        assertAnswersFromStorage();
        reader.close();
        assertAnswersFromStorage();
        assertThat(order("o-5", inputs("/a.html", "")).statusCode()).isEqualTo(202);
        assertThat(status("o-5").path("progress").asText()).isNotEmpty();
    }

    /** Thirty polls take less time than one call to Reader, which the desk waits for up to two minutes, would. */
    private void assertAnswersFromStorage() {
        long start = System.nanoTime();
        for (int i = 0; i < 30; i++) {
            JsonNode status = status("o-4");
            assertThat(status.path("status").asText()).isEqualTo("processing");
            assertThat(status.path("progress").asText()).isEqualTo("The order is accepted.");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(100));
    }

    @Test
    void marketplace_givesUpAfterFiveFailures() {
        Marketplace market = new Marketplace(desk.url(), "Bearer " + KEY);

        Marketplace.Outcome outcome = market.follow("never-ordered", () -> {});

        assertThat(outcome.status()).isEqualTo("given up");
        assertThat(outcome.failedPolls()).isEqualTo(5);
        assertThat(market.now()).isEqualTo(Duration.ofMinutes(75));
    }
}
