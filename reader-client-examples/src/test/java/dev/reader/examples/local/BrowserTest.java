package dev.reader.examples.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.JsonNodes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrowserTest {
    private final MutableClock clock = new MutableClock();
    private LocalReader reader;
    private Api api;

    @AfterEach
    void stop() {
        reader.close();
    }

    private void start(LocalReader.Builder builder) {
        reader = builder.clock(clock).start();
        api = new Api(reader);
    }

    private Api.Response screenshot(String url) {
        ObjectNode body = JsonNodes.object().put("url", url);
        body.putArray("formats").add("screenshot");
        return api.read(body);
    }

    @Test
    void withoutABrowserSessionsAndScreenshotsAreUnavailable() {
        start(LocalReader.builder().withoutChromium());

        assertThat(api.post("/v1/sessions", "").code()).isEqualTo("upstream_unavailable");
        assertThat(screenshot(reader.siteUrl()).status()).isEqualTo(502);
        ObjectNode batch = Api.batch(reader.siteUrl());
        batch.putArray("formats").add("screenshot");
        JsonNode job = api.ended(api.job(batch));
        assertThat(job.path("results").path(0).path("error").asText()).contains("browser");
        assertThat(api.get("/v1/usage/credits").data().path("used").asInt(-1)).isZero();
    }

    @Test
    void aBrowserThatDoesNotStartIsUnavailable() {
        Path refusesTheFlags = Path.of(System.getProperty("java.home"), "bin", "java");
        start(LocalReader.builder().chromium(refusesTheFlags));

        assertThat(api.post("/v1/sessions", "").code()).isEqualTo("upstream_unavailable");
        assertThat(screenshot(reader.siteUrl()).code()).isEqualTo("upstream_unavailable");
    }

    @Test
    @RequiresChromium
    void screenshotsShowTheWholePage_alsoTheThirdOne() throws IOException {
        start(LocalReader.builder());
        reader.site().put("/high.html", "<body style='margin:0'><div style='height:3000px'>high</div></body>");
        reader.site().put("/low.html", "<p>low</p>");

        for (int i = 0; i < 2; i++) {
            BufferedImage low = image(screenshot(reader.site().url("/low.html")).data());
            assertThat(low.getWidth()).isEqualTo(1280);
            assertThat(low.getHeight()).isEqualTo(800);
        }
        JsonNode page = screenshot(reader.site().url("/high.html")).data();

        assertThat(image(page).getWidth()).isEqualTo(1280);
        assertThat(image(page).getHeight()).isEqualTo(3000);
        assertThat(page.has("markdown")).isFalse();
        assertThat(page.path("credits").asInt()).isEqualTo(1);
        assertThat(screenshot(reader.site().url("/high.html"))
                        .data()
                        .path("metadata")
                        .path("cached")
                        .asBoolean(true))
                .as("screenshots bypass the cache")
                .isFalse();
    }

    @Test
    @RequiresChromium
    void aBrowserReachesOnlyAllowedAddresses() throws Exception {
        try (TestSite site = new TestSite()) {
            String html = "<img src='" + site.url("/picture") + "'><iframe src='"
                    + site.url("/frame").replace("127.0.0.1", "0177.0.0.1") + "'></iframe>";
            start(LocalReader.builder());
            reader.site().put("/private.html", html);

            assertThat(screenshot(reader.site().url("/private.html")).status()).isEqualTo(200);
            assertThat(site.requests()).isZero();
            reader.close();

            start(LocalReader.builder().allowPrivateNetworks());
            reader.site().put("/private.html", html);
            assertThat(screenshot(reader.site().url("/private.html")).status()).isEqualTo(200);
            assertThat(site.requests()).isEqualTo(2);
        }
    }

    private static BufferedImage image(JsonNode page) throws IOException {
        byte[] png = Base64.getDecoder().decode(page.path("screenshot").asText());
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    @Test
    @RequiresChromium
    void aSessionIsARealBrowser_chargedAtOnceAndEachMinute() throws Exception {
        try (TestWebhookReceiver receiver = new TestWebhookReceiver()) {
            start(LocalReader.builder());
            api.post(
                    "/v1/webhooks",
                    "{\"url\":\"" + receiver.url()
                            + "\",\"name\":\"s\",\"events\":[\"session.created\",\"session.stopped\"]}");

            Api.Response created = api.post("/v1/sessions", "{}");
            assertThat(created.status()).isEqualTo(201);
            JsonNode session = created.data();
            String id = session.path("sessionId").asText();
            assertThat(session.path("status").asText()).isEqualTo("active");
            assertThat(session.path("createdAt").asText()).isEqualTo("2026-03-10T12:00:00Z");
            assertThat(session.path("expiresAt").asText()).as("an hour").isEqualTo("2026-03-10T13:00:00Z");
            assertThat(session.path("wsEndpoint").asText())
                    .isEqualTo(reader.baseUrl().replace("http:", "ws:") + "/v1/sessions/" + id + "/cdp?token="
                            + session.path("token").asText());
            assertThat(used()).isEqualTo(1);

            assertThat(api.get("/v1/sessions").data()).hasSize(1);
            assertThat(api.get("/v1/sessions").body()).doesNotContain("token");
            clock.advance(Duration.ofSeconds(59));
            assertThat(used()).isEqualTo(1);
            clock.advance(Duration.ofSeconds(2));
            assertThat(used()).isEqualTo(2);

            String billing =
                    "{\"sessionId\":\"" + id + "\",\"status\":\"stopped\",\"durationMs\":61000,\"creditsCharged\":2}";
            assertThat(api.delete("/v1/sessions/" + id).data().toString()).isEqualTo(billing);
            assertThat(receiver.next().header("X-reader-event")).isEqualTo("session.created");
            assertThat(receiver.next().body()).isEqualTo(billing);
            assertThat(api.get("/v1/sessions").data()).isEmpty();
            assertThat(api.get("/v1/sessions/" + id).data().path("status").asText())
                    .isEqualTo("stopped");
            Api.Response again = api.delete("/v1/sessions/" + id);
            assertThat(again.status()).isEqualTo(410);
            assertThat(again.code()).isEqualTo("session_expired");
        }
    }

    private int used() {
        return api.get("/v1/usage/credits").data().path("used").asInt(-1);
    }

    @Test
    @RequiresChromium
    void aSessionIsDrivenOverItsEndpoint_withItsToken() throws Exception {
        start(LocalReader.builder());
        JsonNode session = api.post("/v1/sessions", "").data();
        String endpoint = session.path("wsEndpoint").asText();
        String id = session.path("sessionId").asText();

        try (CdpClient browser = new CdpClient(endpoint)) {
            assertThat(browser.call("Browser.getVersion", "{}")).contains("Chrome/");
            assertThat(browser.call("Browser.getBrowserCommandLine", "{}")).contains("error", "is blocked");
            assertThat(browser.call("Target.createTarget", "{\"url\":\"file:///etc/passwd\"}"))
                    .contains("error", "is blocked");
            String target = JsonNodes.parse(browser.call("Target.createTarget", "{\"url\":\"about:blank\"}")
                            .getBytes(StandardCharsets.UTF_8))
                    .path("result")
                    .path("targetId")
                    .asText();
            assertThat(target).isNotEmpty();
            String large = "x".repeat(300_000);
            assertThat(browser.call("No.such", "{\"large\":\"" + large + "\"}"))
                    .as("a large message reaches the browser")
                    .contains("wasn't found");

            api.delete("/v1/sessions/" + id);
            assertThat(browser.closed()).isEqualTo("the session is stopped");
        }
        assertThatThrownBy(() -> new CdpClient(endpoint)).hasMessageContaining("410");
    }

    @Test
    @RequiresChromium
    void aWrongTokenIsRefused() {
        start(LocalReader.builder());
        JsonNode session = api.post("/v1/sessions", "").data();
        String endpoint = session.path("wsEndpoint").asText();
        String withoutToken = endpoint.substring(0, endpoint.indexOf('?'));

        assertThatThrownBy(() -> new CdpClient(withoutToken)).hasMessageContaining("401");
        assertThatThrownBy(() -> new CdpClient(withoutToken + "?token=wrong")).hasMessageContaining("401");
        assertThatThrownBy(() -> new CdpClient(withoutToken.replace("ses_", "ses_x")))
                .hasMessageContaining("404");
        Api.Response plain = api.get(endpoint.replace("ws:", "http:"));
        assertThat(plain.status()).as("not a WebSocket").isEqualTo(400);
    }

    @Test
    @RequiresChromium
    void aSessionWhoseTimeIsOverHasExpired() {
        start(LocalReader.builder());
        String id = api.post("/v1/sessions", "{\"maxDurationMs\":60000}")
                .data()
                .path("sessionId")
                .asText();
        clock.advance(Duration.ofSeconds(60));

        assertThat(api.get("/v1/sessions/" + id).data().path("status").asText()).isEqualTo("expired");
        Api.Response expired = api.delete("/v1/sessions/" + id);
        assertThat(expired.status()).isEqualTo(410);
        assertThat(expired.code()).isEqualTo("session_expired");
        assertThat(used()).isEqualTo(1);
    }

    @Test
    @RequiresChromium
    void aSessionStopsByItself_whenTheCreditsAreUsedUp() throws Exception {
        try (TestWebhookReceiver receiver = new TestWebhookReceiver()) {
            start(LocalReader.builder().credits(3));
            api.post(
                    "/v1/webhooks",
                    "{\"url\":\"" + receiver.url() + "\",\"name\":\"s\",\"events\":[\"session.stopped\"]}");
            JsonNode session = api.post("/v1/sessions", "{}").data();
            try (CdpClient browser = new CdpClient(session.path("wsEndpoint").asText())) {
                clock.advance(Duration.ofMinutes(30));

                // no call: the timer notices
                assertThat(browser.closed()).isEqualTo("the session is stopped");
                JsonNode billing = receiver.next().json();
                assertThat(billing.path("creditsCharged").asInt()).isEqualTo(3);
                assertThat(billing.path("durationMs").asInt()).isEqualTo(180_000);
            }
            assertThat(used()).isEqualTo(3);
            assertThat(api.post("/v1/sessions", "{}").code()).isEqualTo("insufficient_credits");
        }
    }

    @Test
    @RequiresChromium
    void closeEndsTheBrowsers() {
        start(LocalReader.builder());
        api.post("/v1/sessions", "");
        assertThat(browsers()).isPositive();

        reader.close();

        assertThat(browsers()).isZero();
    }

    private static long browsers() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("chrom"))
                .count();
    }

    @Test
    void sessionsAreChecked() {
        start(LocalReader.builder().withoutChromium());

        assertThat(api.post("/v1/sessions", "{\"maxDurationMs\":59999}").code()).isEqualTo("invalid_request");
        assertThat(api.post("/v1/sessions", "{\"maxDurationMs\":3600001}").code())
                .isEqualTo("invalid_request");
        Api.Response unknown = api.get("/v1/sessions/none");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("session_not_found");
    }

    /** Drives a browser over the endpoint of a session. */
    private static final class CdpClient implements WebSocket.Listener, AutoCloseable {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();
        private final WebSocket socket;
        private int id;

        CdpClient(String endpoint) throws Exception {
            try {
                socket = HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(URI.create(endpoint), this)
                        .get(60, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof WebSocketHandshakeException refused) {
                    throw new IOException("status " + refused.getResponse().statusCode(), e);
                }
                throw e;
            }
        }

        String call(String method, String params) throws Exception {
            id++;
            socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}", true)
                    .get(60, TimeUnit.SECONDS);
            while (true) {
                String message = messages.poll(60, TimeUnit.SECONDS);
                assertThat(message).as("the reply to %s", method).isNotNull();
                if (message.contains("\"id\":" + id)) {
                    return message;
                }
            }
        }

        /** Waits until the server closes the connection, and returns its reason. */
        String closed() throws Exception {
            return closed.get(60, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                messages.add(part.toString());
                part.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(reason);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.completeExceptionally(error);
        }

        @Override
        public void close() {
            socket.abort();
        }
    }
}
