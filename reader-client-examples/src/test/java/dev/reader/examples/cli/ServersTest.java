package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.client.webhook.WebhookSigner;
import dev.reader.examples.JavaCommand;
import dev.reader.examples.Program;
import dev.reader.examples.Program.Result;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code receive}, {@code serve-local} and {@code quickstart}. */
@Timeout(300)
final class ServersTest {
    private static final String SECRET = "whsec_0123456789abcdef";
    private static final String BODY = "{\"jobId\": \"j1\", \"status\": \"completed\"}";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private int deliver(String url, String id, String secret) throws Exception {
        Instant now = Instant.now();
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("X-Reader-Event", "job.completed")
                .header("X-Reader-Delivery", id)
                .header("X-Reader-Timestamp", String.valueOf(now.getEpochSecond()))
                .header("X-Reader-Signature", WebhookSigner.sign(secret, now, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void receive_printsVerifiedEvents_once() throws Exception {
        try (RunningProgram program = new RunningProgram(
                Map.of("READER_WEBHOOK_SECRET", SECRET),
                "receive",
                "--port=0",
                "--path=/hooks/reader",
                "--count=2",
                "--json")) {
            String url = program.errorLine("Listening on").replaceFirst("Listening on ", "");

            assertThat(url).endsWith("/hooks/reader");
            assertThat(deliver(url, "d0", "whsec_of_somebody_else")).isBetween(400, 499);
            assertThat(deliver(url, "d1", SECRET)).isBetween(200, 299);
            assertThat(deliver(url, "d1", SECRET)).isBetween(200, 299);
            assertThat(deliver(url, "d2", SECRET)).isBetween(200, 299);

            JsonNode first = new ObjectMapper().readTree(program.line());
            assertThat(first.path("type").textValue()).isEqualTo("job.completed");
            assertThat(first.path("deliveryId").textValue()).isEqualTo("d1");
            assertThat(first.at("/payload/jobId").textValue()).isEqualTo("j1");
            assertThat(program.line()).contains("d2").doesNotContain(SECRET);
            assertThat(program.exitCode()).isZero();
        }
    }

    @Test
    void receive_acknowledgesOnlyWhatItHasWritten_andEndsWhenItsPipeIsClosed() throws Exception {
        try (RunningProgram program =
                new RunningProgram(Map.of("READER_WEBHOOK_SECRET", SECRET), "receive", "--port=0", "--json")) {
            String url = program.errorLine("Listening on").replaceFirst("Listening on ", "");
            assertThat(deliver(url, "d1", SECRET)).isBetween(200, 299);
            assertThat(program.line()).contains("d1");

            program.closeOutput();

            assertThat(deliver(url, "d2", SECRET)).isEqualTo(500);
            assertThat(program.exitCode()).isEqualTo(141);
        }
    }

    @Test
    @EnabledIf("hasFullDevice")
    void receive_onAFullDisk_acknowledgesNothing_andFails() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(ReaderCli.class, "receive", "--port=0"))
                .redirectOutput(Path.of("/dev/full").toFile());
        builder.environment().put("READER_WEBHOOK_SECRET", SECRET);
        Process process = builder.start();
        try (BufferedReader messages = process.errorReader()) {
            String url = messages.readLine().replaceFirst("Listening on ", "");

            assertThat(deliver(url, "d1", SECRET)).isEqualTo(500);
            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(messages.lines().toList().toString())
                    .contains("Failed: can't write to standard output: No space left on device")
                    .doesNotContain("\tat ");
        } finally {
            process.destroyForcibly();
        }
    }

    static boolean hasFullDevice() {
        return Files.exists(Path.of("/dev/full"));
    }

    @Test
    void receive_withoutASecret() {
        Result result = new Program(ReaderCli.class, folder).run(Map.of(), "receive");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("READER_WEBHOOK_SECRET is not set; set it to the secret of the webhook\n");
    }

    @Test
    void receive_onAPortInUse() throws Exception {
        try (java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Result result = new Program(ReaderCli.class, folder)
                    .run(
                            Map.of("READER_WEBHOOK_SECRET", SECRET),
                            "receive",
                            "--port",
                            String.valueOf(taken.getLocalPort()));

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).contains("can't listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void serveLocal_servesTheApiUntilItIsStopped() throws Exception {
        try (RunningProgram program =
                new RunningProgram(Map.of(), "serve-local", "--port=0", "--site-port=0", "--tier=FREE", "--json")) {
            JsonNode where = new ObjectMapper().readTree(program.line());
            Map<String, String> environment = Map.of(
                    "READER_API_KEY", where.path("apiKey").textValue(),
                    "READER_API_URL", where.path("apiUrl").textValue());

            Result scraped = new Program(ReaderCli.class, folder)
                    .run(environment, "scrape", where.path("siteUrl").textValue());
            assertThat(scraped.exitCode()).as(scraped.err()).isZero();
            assertThat(scraped.out()).startsWith("# Tide prediction");
            Result credits = new Program(ReaderCli.class, folder).run(environment, "credits");
            assertThat(credits.out()).startsWith("999 of 1000 left (free)");

            program.terminate();
            assertThat(program.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void serveLocal_rejectsAnInvalidPort() {
        Result result = new Program(ReaderCli.class, folder).run(Map.of(), "serve-local", "--port=70000");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("port must be from 0 to 65535");
    }

    @Test
    void quickstart_json_printsTheFolder_andTheRestToStandardError() throws Exception {
        Result result = new Program(ReaderCli.class, folder).run(Map.of(), "quickstart", "--json");

        assertThat(result.exitCode()).as(result.err()).isZero();
        String written =
                new ObjectMapper().readTree(result.out()).path("folder").textValue();
        assertThat(folder.resolve(written)).isNotEmptyDirectory();
        assertThat(result.err()).contains("== Crawl ").contains("completed and cost");
    }

    @Test
    void quickstart_withAnInvalidUrl() {
        Result result = new Program(ReaderCli.class, folder)
                .run(
                        Map.of("READER_API_KEY", "rdr_x", "READER_API_URL", "http://127.0.0.1:1"),
                        "quickstart",
                        "not a url");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("Failed: ");
    }
}
