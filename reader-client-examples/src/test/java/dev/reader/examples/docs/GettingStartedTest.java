package dev.reader.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.webhook.WebhookSigner;
import dev.reader.examples.local.LocalReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Follows guides to the letter, each in an empty folder, with the packaged library and a local Reader. */
@Tag("drill")
@Timeout(600)
final class GettingStartedTest {
    private static final String SECRET = "a-secret-of-your-own";

    @TempDir
    private Path folder;

    @Test
    void gettingStarted() throws Exception {
        try (LocalReader local = LocalReader.builder().withoutChromium().start();
                GuideProject project = GuideProject.follow(folder, "getting-started.md")) {
            assertThat(project.files()).containsExactly("pom.xml", "src/main/java/FirstPage.java");

            project.start(local, Map.of("https://example.com", local.siteUrl()), Map.of());

            assertThat(project.awaitEnd()).contains("# ").doesNotContain("ERROR");
        }
    }

    @Test
    void kotlin() throws Exception {
        try (LocalReader local = LocalReader.builder().withoutChromium().start();
                GuideProject project = GuideProject.follow(folder, "kotlin.md")) {
            project.start(local, Map.of("https://example.com", local.siteUrl()), Map.of());

            assertThat(project.awaitEnd()).contains("read " + local.siteUrl(), "done: completed");
        }
    }

    @Test
    void servletContainers() throws Exception {
        int port = freePort();
        try (LocalReader local = LocalReader.builder().withoutChromium().start();
                GuideProject project = GuideProject.follow(folder, "servlet-containers.md")) {
            project.start(local, Map.of("8080", String.valueOf(port)), Map.of("READER_WEBHOOK_SECRET", SECRET));
            project.awaitLine("listening on port " + port);

            assertThat(deliver(port, "another secret of 16")).isEqualTo(401);
            project.awaitLine("the signature");
            assertThat(deliver(port, SECRET)).isEqualTo(200);
            project.awaitLine("received JobCompleted[jobId=job_1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 3})
    void springBoot(int version) throws Exception {
        int port = freePort();
        try (LocalReader local = LocalReader.builder().withoutChromium().start();
                GuideProject project = GuideProject.follow(folder, "spring-boot.md", "spring-boot-webhooks.md")) {
            if (version == 3) {
                changeToSpringBoot3(project);
            }
            project.start(
                    local, Map.of(), Map.of("READER_WEBHOOK_SECRET", SECRET, "SERVER_PORT", String.valueOf(port)));
            project.awaitLine("Started PagesApplication");

            assertThat(get(port, "/pages?url=" + local.siteUrl())).contains("\"markdown\":\"# ");
            assertThat(get(port, "/actuator/metrics/reader.calls")).contains("scrape");
            assertThat(get(port, "/actuator/health")).contains("\"credits\":");
            assertThat(deliver(port, SECRET)).isEqualTo(200);
            project.awaitLine("job job_1 is completed");
            assertThat(deliver(port, "another secret of 16")).isEqualTo(401);
            project.awaitLine("check the secret");
        }
    }

    private static void changeToSpringBoot3(GuideProject project) throws IOException {
        project.edit(
                "pom.xml",
                Map.of(
                        "<version>4.0.7</version>",
                        "<version>3.5.16</version>",
                        "spring-boot-starter-webmvc",
                        "spring-boot-starter-web",
                        """
                        <dependency>
                          <groupId>org.springframework.boot</groupId>
                          <artifactId>spring-boot-micrometer-tracing-brave</artifactId>
                        </dependency>
                        """,
                        ""));
        project.edit(
                "src/main/java/com/example/pages/ReaderHealthIndicator.java",
                Map.of("org.springframework.boot.health.contributor", "org.springframework.boot.actuate.health"));
    }

    private static int deliver(int port, String secret) throws Exception {
        byte[] body = "{\"jobId\": \"job_1\"}".getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hooks/reader"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        WebhookSigner.headers(secret, Instant.now(), "job.completed", "delivery-1", body)
                .forEach(request::setHeader);
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
