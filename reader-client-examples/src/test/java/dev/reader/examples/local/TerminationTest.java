package dev.reader.examples.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.JsonNodes;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests that SIGTERM ends the process within two seconds, in any state. The time is measured against an idle process
 * on the same machine, so that a loaded machine does not fail the test.
 */
@Timeout(300)
class TerminationTest {
    private static final long MAX_MILLIS = 2_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<LocalReaderProcess> processes = new ArrayList<>();

    @AfterEach
    void close() {
        processes.forEach(LocalReaderProcess::close);
    }

    private LocalReaderProcess start() throws Exception {
        LocalReaderProcess process = LocalReaderProcess.start(List.of(), "--allow-private");
        processes.add(process);
        return process;
    }

    private HttpRequest.Builder request(LocalReaderProcess process, String path) {
        return HttpRequest.newBuilder(URI.create(process.baseUrl() + path)).header("x-api-key", LocalReader.DEMO_KEY);
    }

    private HttpRequest post(LocalReaderProcess process, ObjectNode body) {
        return request(process, "/v1/read")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    /** Asserts that the process ends in time. A busy machine gets as much longer as an idle process needs. */
    private void assertEndsInTime(LocalReaderProcess process) throws Exception {
        long idle = start().terminate();
        List<ProcessHandle> browsers = process.process().descendants().toList();

        long millis = process.terminate();

        assertThat(millis).as("an idle process took %d ms", idle).isLessThan(MAX_MILLIS + idle);
        for (ProcessHandle browser : browsers) {
            // a process that has ended, but that its new parent has not collected yet, has no command
            while (browser.isAlive() && browser.info().command().isPresent()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void withOpenStreamsAndARunningCrawl() throws Exception {
        LocalReaderProcess process = start();
        try (TestSite site = new TestSite()) {
            site.page("/", "<a href='/held/1'>1</a><a href='/held/2'>2</a>");
            for (int i = 0; i < 20; i++) {
                HttpResponse<InputStream> stream =
                        http.send(request(process, "/v1/events").build(), HttpResponse.BodyHandlers.ofInputStream());
                assertThat(stream.statusCode()).isEqualTo(200);
            }
            ObjectNode crawl = JsonNodes.object().put("url", site.url("/")).put("maxDepth", 1);
            assertThat(http.send(post(process, crawl), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(201);
            site.awaitHeld(2);

            assertEndsInTime(process);
        }
    }

    @Test
    void duringAScrapeAndAConversion() throws Exception {
        LocalReaderProcess process = start();
        try (TestSite site = new TestSite()) {
            site.page("/large", "<div><div><span>text</span></div></div>".repeat(250_000));
            CompletableFuture<?> held = http.sendAsync(
                    post(process, JsonNodes.object().put("url", site.url("/held"))),
                    HttpResponse.BodyHandlers.discarding());
            CompletableFuture<?> large = http.sendAsync(
                    post(process, JsonNodes.object().put("url", site.url("/large"))),
                    HttpResponse.BodyHandlers.discarding());
            site.awaitHeld(1);
            while (site.requests() < 2) {
                Thread.onSpinWait();
            }

            assertEndsInTime(process);

            // whether by an error response or by a lost connection: the client is not left waiting
            CompletableFuture.allOf(held, large)
                    .handle((done, failure) -> "answered")
                    .get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    @RequiresChromium
    void duringAScreenshotAndASession() throws Exception {
        LocalReaderProcess process = start();
        try (TestSite site = new TestSite()) {
            // the page loads, and its picture never does
            site.page("/slow", "<img src='/held/picture'>");
            HttpRequest session = request(process, "/v1/sessions")
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(http.send(session, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(201);
            ObjectNode body = JsonNodes.object().put("url", site.url("/slow"));
            body.putArray("formats").add("screenshot");
            CompletableFuture<?> unused = http.sendAsync(post(process, body), HttpResponse.BodyHandlers.discarding());
            site.awaitHeld(1);

            assertEndsInTime(process);
        }
    }
}
