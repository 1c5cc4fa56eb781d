package dev.reader.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reader.examples.local.LocalReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may see the pages. */
class AccessTest {
    private static DeskSettings.Builder settings(LocalReader reader) {
        return DeskSettings.builder()
                .port(0)
                .database("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1")
                .apiKey(reader.apiKey())
                .apiUrl(reader.baseUrl());
    }

    @Test
    void anotherHost_needsAPasswordOrAProxy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeskSettings.builder().host("0.0.0.0").build())
                .withMessageContaining("READER_DESK_PASSWORD");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeskSettings.builder().password("short"))
                .withMessageContaining("at least 12");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeskSettings.builder().proxyHeader("no value"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeskSettings.builder().publicUrl("ftp://desk"));
        assertThat(DeskSettings.builder()
                        .host("0.0.0.0")
                        .password("a long password")
                        .build())
                .hasToString("DeskSettings[host=0.0.0.0, port=8080, publicUrl=null]");
    }

    @Test
    void password_isAskedFor_andSoIsTheProxyHeader() {
        try (LocalReader reader = LocalReader.builder().withoutChromium().start();
                Desk desk = Desk.start(settings(reader)
                        .password("a long password")
                        .proxyHeader("X-Desk-Proxy: known to the proxy")
                        .build())) {
            DeskClient client = new DeskClient(desk.url());
            assertThat(client.get("/jobs").statusCode()).isEqualTo(401);
            assertThat(client.get("/metrics").statusCode()).isEqualTo(401);
            assertThat(client.get("/jobs/events").statusCode()).isEqualTo(401);
            assertThat(client.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(client.get("/jobs", "Authorization", basic("a wrong password"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(client.get("/jobs", "Authorization", "Basic ???").statusCode())
                    .isEqualTo(401);
            assertThat(client.get("/jobs", "Authorization", basic("a long password"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(client.get("/jobs", "X-Desk-Proxy", "guessed by someone").statusCode())
                    .isEqualTo(401);
            assertThat(client.get("/jobs", "X-Desk-Proxy", "known to the proxy").statusCode())
                    .isEqualTo(200);
        }
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("anyone:" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** A page of somebody else whose name resolves to this machine. */
    @Test
    void anotherNameOfThisMachine_isRefused() throws IOException {
        try (LocalReader reader = LocalReader.builder().withoutChromium().start();
                Desk desk = Desk.start(settings(reader).build())) {
            int port = Integer.parseInt(desk.url().replaceFirst(".*:", ""));
            assertThat(statusLine(port, "evil.example")).contains(" 403 ");
            assertThat(statusLine(port, "localhost:" + port)).contains(" 200 ");
        }
    }

    private static String statusLine(int port, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET /jobs HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
    }
}
