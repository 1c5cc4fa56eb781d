package dev.reader.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages, as a browser without JavaScript sees them, on H2 and a local Reader. */
class DeskTest {
    private static final String SECRET = "the secret of the tests";

    private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private LocalReader reader;
    private Desk desk;
    private DeskClient client;

    @BeforeEach
    void start() {
        reader = LocalReader.builder()
                .withoutChromium()
                .slowPageDelay(Duration.ZERO)
                .start();
        desk = Desk.start(settings().publicUrl(null).build());
        client = new DeskClient(desk.url());
    }

    private DeskSettings.Builder settings() {
        return DeskSettings.builder()
                .port(0)
                .database(database)
                .apiKey(reader.apiKey())
                .apiUrl(reader.baseUrl())
                .secret(SECRET);
    }

    @AfterEach
    void stop() {
        desk.close();
        reader.close();
    }

    @Test
    void crawl_isStored_withItsFailedPages_andRetried() {
        reader.site().put("/a.html", "<title>Anemone</title><main><p>A tide gauge.</p></main>");
        String path = client.submit(Map.of(
                "urls", reader.site().url("/a.html") + "\n" + reader.site().url("/gone.html")));

        String page = client.awaitState(path, "completed");
        assertThat(page).contains("2</strong> of 2 pages", "Anemone", "1 failed", "Failed pages", "/gone.html");
        assertThat(client.body(path + "/pages/1") + client.body(path + "/pages/2"))
                .contains("A tide gauge.");
        assertThat(client.body("/jobs")).contains(path);

        reader.site().put("/gone.html", "<title>Back again</title><main><p>Found.</p></main>");
        assertThat(client.post(path + "/retry", Map.of()).statusCode()).isEqualTo(303);
        String retried = client.await(path, body -> body.contains("Back again"));
        assertThat(retried).doesNotContain("Failed pages");
        assertThat(client.post(path + "/retry", Map.of()).statusCode())
                .as("nothing failed any more")
                .isEqualTo(409);

        assertThat(client.body("/search?q=TIDE+gauge")).contains("Anemone", "<mark>tide gauge</mark>");
        assertThat(client.body("/search?q=100%25")).contains("No page contains");
    }

    @Test
    void cancelledJob_keepsWhatItHad() {
        reader.faults().add(Fault.of(Fault.Kind.SLOW_PAGE, 60_000).on("/slow"));
        String path = client.submit(
                Map.of("urls", reader.siteUrl() + "\n" + reader.site().url("/slow.html")));
        client.await(path, body -> body.contains("Reader's id"));

        assertThat(client.post(path + "/cancel", Map.of()).statusCode()).isEqualTo(303);
        client.awaitState(path, "cancelled");
        assertThat(client.post(path + "/cancel", Map.of()).statusCode()).isEqualTo(409);
    }

    @Test
    void readerThatIsDown_losesNoWish() {
        reader.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, 6).on("/v1/read"));

        String path = client.submit(Map.of("urls", reader.siteUrl()));

        client.awaitState(path, "completed");
    }

    @Test
    void everyPage_isStrict_andNoFormWorksWithoutItsToken() {
        HttpResponse<String> page = client.get("/jobs");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("<style", "onclick", " style=");
        assertThat(page.headers().firstValue("Set-Cookie").orElseThrow()).contains("HttpOnly", "SameSite=Strict");

        DeskClient stranger = new DeskClient(desk.url());
        assertThat(stranger.post("/jobs", Map.of("urls", reader.siteUrl())).statusCode())
                .isEqualTo(403);
        stranger.get("/jobs");
        assertThat(stranger.post("/jobs", Map.of("csrf", "x", "urls", reader.siteUrl()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(client.body("/jobs")).contains("There is no job yet");
    }

    @Test
    void badSubmissions_areRefused_withTheReason() {
        client.get("/jobs");
        assertThat(client.post("/jobs", Map.of("urls", "javascript:alert(1)")).body())
                .contains("is not a URL");
        HttpResponse<String> withPassword = client.post("/jobs", Map.of("urls", "https://me:pw1@example.com/"));
        assertThat(withPassword.statusCode()).isEqualTo(400);
        assertThat(withPassword.body()).contains("user name or password");
        assertThat(client.post("/jobs", Map.of("urls", "https://e.com/\n".repeat(1_001)))
                        .body())
                .contains("There are 1001 URLs");
        assertThat(client.post("/jobs", Map.of("urls", "https://e.com/", "kind", "crawl", "maxPages", "1001"))
                        .body())
                .contains("The number of pages is 1001");
        assertThat(client.post("/jobs", Map.of("urls", " ")).body()).contains("There is no URL");
        assertThat(client.get("/jobs/unknown").statusCode()).isEqualTo(404);
        assertThat(client.get("/jobs/unknown/pages/99999999999").statusCode()).isEqualTo(404);
        assertThat(client.get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void reader_refusesAJob_andThePageTellsWhy() {
        String path = client.submit(Map.of("urls", "http://10.0.0.1/"));

        client.await(path, body -> body.contains("state rejected") || body.contains("1 failed"));
    }

    @Test
    void deliveries_areVerified_countedAndDeduplicated() {
        String body = "{\"jobId\":\"of-another-program\"}";
        String secret = new DeskSecrets(SECRET).webhookSecret();
        String delivery = UUID.randomUUID().toString();
        assertThat(deliver(body, delivery, secret)).isEqualTo(200);
        assertThat(deliver(body, delivery, secret)).isEqualTo(200);
        assertThat(deliver(body, delivery, "another secret of some length")).isEqualTo(401);

        String page = client.await("/deliveries", shown -> shown.contains("id=\"refused\">1<"));
        assertThat(page).contains("id=\"received\">2<", "id=\"duplicate\">1<", "None. Every delivery was handled.");
    }

    private int deliver(String body, String delivery, String secret) {
        return client.deliver("job.completed", body, delivery, secret);
    }

    @Test
    void deadLetter_isShown_andHandledAgainByItsButton() throws Exception {
        reader.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, Fault.ALWAYS).on("/v1/read"));
        String path = client.submit(Map.of("urls", reader.siteUrl()));
        assertThat(client.body("/deliveries")).contains("None. Every delivery was handled.");

        DeadLetter.provoke(client, database, new DeskSecrets(SECRET).webhookSecret());

        String page = client.body("/deliveries");
        assertThat(page)
                .contains("job.completed", "12 attempts", "is unknown while a job is being submitted", "Handle again")
                .doesNotContain("None. Every delivery was handled.");
        String key = page.replaceFirst("(?s).*name=\"key\" value=\"([^\"]+)\".*", "$1");
        reader.faults().clear();
        client.awaitState(path, "completed");
        assertThat(client.post("/deliveries", Map.of("csrf", "x", "key", key)).statusCode())
                .isEqualTo(403);
        assertThat(client.post("/deliveries", Map.of("key", "another")).statusCode())
                .isEqualTo(409);
        client.get("/deliveries");
        HttpResponse<String> requeued = client.post("/deliveries", Map.of("key", key));
        assertThat(requeued.statusCode()).isEqualTo(303);
        assertThat(requeued.headers().firstValue("Location")).contains("/deliveries");

        client.await(
                "/deliveries", body -> body.contains("None. Every delivery was handled.") && body.contains(">None.<"));
        assertThat(client.post("/deliveries", Map.of("key", key)).statusCode())
                .as("it is not dead any more")
                .isEqualTo(409);
    }

    @Test
    void operations_areShown_withoutASecret() {
        client.awaitState(client.submit(Map.of("urls", reader.siteUrl())), "completed");

        assertThat(client.body("/healthz")).contains("up");
        assertThat(client.body("/metrics")).contains("reader_calls_seconds", "desk_leader 1.0");
        assertThat(client.await("/account", body -> body.contains("Credits left</span><strong>")))
                .contains("spent of");
        assertThat(client.body("/account/samples.json")).contains("\"left\":");
        for (String path : new String[] {"/jobs", "/account", "/deliveries", "/metrics"}) {
            assertThat(client.body(path)).doesNotContain(reader.apiKey(), SECRET);
        }
        assertThat(client.get("/orders/1/status").statusCode())
                .as("without a key there is no marketplace")
                .isEqualTo(404);
    }
}
