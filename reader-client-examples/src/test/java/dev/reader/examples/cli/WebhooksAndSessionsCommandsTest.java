package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.examples.Program;
import dev.reader.examples.Program.Result;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.RequiresChromium;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code webhooks} and {@code sessions}. */
final class WebhooksAndSessionsCommandsTest extends CliTest {
    private static final String SECRET = "whsec_0123456789abcdef";

    @Test
    void createsUpdatesAndDeletesAWebhook() {
        Map<String, String> environment = environment();
        environment.put("READER_WEBHOOK_SECRET", SECRET);
        Result created = new Program(ReaderCli.class, folder)
                .run(
                        environment,
                        "webhooks",
                        "create",
                        "https://app.example.com/hooks",
                        "--name=app",
                        "--events=job.completed,job.failed",
                        "--json");
        assertExitCode(created, 0);
        String id = json(created).path("id").textValue();
        assertThat(json(created).path("secret").textValue()).isEqualTo(SECRET);

        Result updated = reader("webhooks", "update", id, "--active=false", "--name", "other");
        assertExitCode(updated, 0);
        assertThat(updated.out())
                .isEqualTo(id + "\tinactive\tjob.completed,job.failed\thttps://app.example.com/hooks\n");

        assertThat(reader("webhooks").out()).isEqualTo(updated.out());
        Result list = reader("webhooks", "--json");
        assertThat(json(list).at("/0/name").textValue()).isEqualTo("other");
        assertThat(list.out()).doesNotContain(SECRET);

        Result deleted = reader("webhooks", "delete", id, "--json");
        assertExitCode(deleted, 0);
        assertThat(json(deleted).path("id").textValue()).isEqualTo(id);
        assertThat(reader("webhooks").out()).isEmpty();
    }

    @Test
    void invalidOrUnknownWebhook() {
        Result wrong = reader("webhooks", "create", "https://app.example.com/hooks", "--name=app");
        assertExitCode(wrong, 2);
        assertThat(wrong.err()).contains("--events");

        Result gone = reader("webhooks", "delete", "wh_none");
        assertExitCode(gone, 1);
        assertThat(gone.err()).contains("404 not_found");

        assertExitCode(reader("webhooks", "update", "wh_none"), 2);
    }

    @Test
    @RequiresChromium
    void aSessionFromItsBeginningToItsEnd() {
        Result created = reader("sessions", "create", "--duration", "60", "--json");
        assertExitCode(created, 0);
        JsonNode session = json(created);
        String id = session.path("sessionId").textValue();
        assertThat(session.path("wsEndpoint").textValue()).startsWith("ws");
        assertThat(session.path("token").textValue()).isNotBlank();

        Result list = reader("sessions");
        assertThat(list.out())
                .startsWith(id + "\tactive\t")
                .doesNotContain(session.path("token").textValue());
        assertThat(json(reader("sessions", "get", id, "--json")).path("status").textValue())
                .isEqualTo("active");

        Result stopped = reader("sessions", "stop", id, "--json");
        assertExitCode(stopped, 0);
        assertThat(json(stopped).path("status").textValue()).isEqualTo("stopped");
        assertThat(json(stopped).path("durationMs").isIntegralNumber()).isTrue();
        assertThat(json(reader("sessions", "--json"))).isEmpty();
    }

    @Test
    void invalidOrUnknownSession() {
        Result none = reader("sessions", "stop", "s_none");
        assertExitCode(none, 1);
        assertThat(none.err()).contains("404 session_not_found");

        Result tooShort = reader("sessions", "create", "--duration", "59");
        assertExitCode(tooShort, 2);
        assertThat(tooShort.err()).contains("maxDuration");
    }

    @Test
    void sessionWithoutABrowser() {
        try (LocalReader without =
                LocalReader.builder().apiKey(KEY).withoutChromium().start()) {
            Result result = new Program(ReaderCli.class, folder)
                    .run(Map.of("READER_API_KEY", KEY, "READER_API_URL", without.baseUrl()), "sessions", "create");

            assertExitCode(result, 1);
            assertThat(result.err()).contains("502 upstream_unavailable");
        }
    }
}
