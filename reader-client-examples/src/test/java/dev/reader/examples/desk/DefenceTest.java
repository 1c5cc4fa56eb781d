package dev.reader.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.JobState;
import dev.reader.examples.desk.store.JobTable;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Tests the desk against attackers, wrong input and a database that fails. */
@Timeout(300)
class DefenceTest {
    private static final String PROXY_VALUE = "known to the proxy only";

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
        desk = Desk.start(DeskSettings.builder()
                .port(0)
                .database(database)
                .apiKey(reader.apiKey())
                .apiUrl(reader.baseUrl())
                .proxyHeader("X-Desk-Proxy: " + PROXY_VALUE)
                .build());
        client = new DeskClient(desk.url(), "X-Desk-Proxy", PROXY_VALUE);
    }

    @AfterEach
    void stop() {
        desk.close();
        reader.close();
    }

    private HttpResponse<String> call(String method, String path) {
        return client.send(HttpRequest.newBuilder(URI.create(desk.url() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("X-Desk-Proxy", PROXY_VALUE)
                .build());
    }

    @Test
    void publicAddress_needsAPasswordOrAProxy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeskSettings.builder()
                        .publicUrl("https://desk.example.com")
                        .build())
                .withMessageContaining("READER_DESK_PASSWORD");
        for (String loopback : List.of("http://127.0.0.1:8080", "http://LOCALHOST:8080", "http://[::1]:8080")) {
            assertThat(DeskSettings.builder().publicUrl(loopback).build().publicUrl)
                    .hasToString(loopback);
        }
    }

    /** The response to TRACE repeats the headers of the request, with what the proxy added. */
    @Test
    void trace_isRefused_everywhere() {
        for (String path : List.of("/healthz", "/jobs", "/results/x", "/hooks/reader", "/assets/desk.css")) {
            HttpResponse<String> response = call("TRACE", path);
            assertThat(response.statusCode()).as(path).isEqualTo(405);
            assertThat(response.body()).as(path).doesNotContain(PROXY_VALUE);
        }
    }

    @Test
    void errorPages_areAsStrictAsThePages() throws IOException {
        List<HttpResponse<String>> responses = List.of(
                call("GET", "/nothing"),
                call("GET", "/jobs/unknown"),
                call("GET", "/deliveries/unknown"),
                call("PUT", "/healthz"),
                call("POST", "/jobs"));
        assertThat(responses).extracting(HttpResponse::statusCode).containsExactly(404, 404, 404, 405, 403);
        for (HttpResponse<String> response : responses) {
            String headers = response.headers().map().toString().toLowerCase(Locale.ROOT);
            assertThat(headers).contains("default-src 'none'", "nosniff").doesNotContain("unsafe");
            if (!response.body().isEmpty()) {
                assertThat(headers).contains("no-store");
            }
        }
        assertThat(responses.get(0).body()).contains("There is nothing at this address.", "Reader Desk");
        assertThat(statusLine("GET /search?q=%ZZ HTTP/1.1")).contains(" 400 ");
        for (String odd :
                List.of("%00%00", "%25_!", "%27%3B--", "%F0%9F%98%80%F0%9F%98%80", "%C4%B0%C4%B0", "%5C%5C")) {
            assertThat(client.get("/search?q=" + odd).statusCode()).as(odd).isEqualTo(200);
        }
        for (String path : List.of("/jobs/..%2f..%2fetc", "/jobs/%2e%2e/x", "/assets/..%2fdesk.js", "/jobs/a%00b")) {
            assertThat(statusLine("GET " + path + " HTTP/1.1")).as(path).containsAnyOf(" 400 ", " 404 ");
        }
    }

    private String statusLine(String request) throws IOException {
        try (Socket socket = connect()) {
            write(
                    socket,
                    request + "\r\nHost: localhost\r\nX-Desk-Proxy: " + PROXY_VALUE + "\r\nConnection: close\r\n\r\n");
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Socket connect() throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), URI.create(desk.url()).getPort());
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Test
    void hugeForms_getAnAnswer() {
        client.get("/jobs");
        HttpResponse<String> response =
                client.post("/jobs", Map.of("urls", "https://example.com/page\n".repeat(100_000)));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("Enter at most 1000 URLs at a time.");
    }

    @Test
    void nameWithHtml_isText() {
        reader.site().put("/x.html", "<title>&lt;b onclick=x()&gt;\"'&lt;/title&gt;</title><main><p>Fine.</p></main>");
        String path = client.submit(Map.of("urls", reader.site().url("/x.html?a=%22%3E%3Cscript%3E")));
        client.awaitState(path, "completed");

        for (String page : List.of(path, path + "/pages/1", "/search?q=fine", "/jobs")) {
            assertThat(client.body(page)).doesNotContain("<b onclick", "<script>x", "\"><script");
        }
        client.get("/jobs");
        assertThat(client.post("/jobs", Map.of("urls", "\"><script>x()</script>"))
                        .body())
                .contains("&lt;script&gt;x()")
                .doesNotContain("<script>x()");
    }

    @Test
    void twoClicks_areOneJob_andAnotherFormIsAnother() {
        String page = client.body("/jobs");
        String form = page.replaceFirst("(?s).*name=\"form\" value=\"([^\"]+)\".*", "$1");
        Map<String, String> fields = Map.of("form", form, "urls", reader.siteUrl());
        String first = location(client.post("/jobs", fields));

        assertThat(location(client.post("/jobs", fields))).isEqualTo(first);
        assertThat(location(client.post("/jobs", Map.of("form", form, "urls", reader.siteUrl() + "?2"))))
                .as("the form with another text, after a step back")
                .isNotEqualTo(first);
        assertThat(client.submit(Map.of("form", "another", "urls", reader.siteUrl())))
                .isNotEqualTo(first);
        try (Database opened = Database.open(database)) {
            assertThat(opened.call(JobTable::count)).isEqualTo(3);
        }
    }

    private static String location(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
        return response.headers().firstValue("Location").orElseThrow();
    }

    /** More connections than the server has threads, each of which promises a body and sends none. */
    @Test
    void slowBodies_leaveThreadsForTheOthers() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                Socket socket = connect();
                slow.add(socket);
                write(socket, "POST /hooks/reader HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{");
            }
            Eventually.await("the further ones are sent away", Duration.ofSeconds(60), () -> {
                int answered = 0;
                for (Socket socket : slow) {
                    answered += socket.getInputStream().available() > 0 ? 1 : 0;
                }
                return answered == 40;
            });
            assertThat(client.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(client.get("/jobs").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    @ResourceLock(Resources.SYSTEM_ERR)
    void stop_whileReaderRefusesEverything_isQuiet() {
        reader.faults().add(Fault.of(Fault.Kind.RATE_LIMIT, Fault.ALWAYS).on("/v1/read"));
        String path = client.submit(Map.of("urls", reader.siteUrl()));
        String jobId = path.substring("/jobs/".length());
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
            desk.close();
        } finally {
            System.setErr(before);
            System.err.print(log.toString(StandardCharsets.UTF_8));
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("ERROR", "\tat ");
        try (Database opened = Database.open(database)) {
            DeskJob job =
                    opened.call(connection -> JobTable.find(connection, jobId)).orElseThrow();
            assertThat(job.state()).isEqualTo(JobState.SUBMITTING);
            assertThat(String.valueOf(job.problem()))
                    .as("problem of a job that was stopped")
                    .doesNotContain("closed");
        }
    }

    @Test
    @ResourceLock(Resources.SYSTEM_ERR)
    void databaseThatIsGone_isToldShortly_withoutStacks() throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (Database opened = Database.open(database)) {
            System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
            opened.run(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("DROP ALL OBJECTS");
                }
            });
            for (int i = 0; i < 50; i++) {
                HttpResponse<String> response = client.get("/jobs");
                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(response.body()).contains("The database does not answer. Try again in a minute.");
                assertThat(response.headers().firstValue("Content-Security-Policy"))
                        .isPresent();
            }
            assertThat(client.get("/healthz").statusCode()).isEqualTo(503);
        } finally {
            System.setErr(before);
        }
        String printed = log.toString(StandardCharsets.UTF_8);
        assertThat(printed.split("requests fail", -1)).as(printed).hasSize(2);
        assertThat(printed).doesNotContain("\tat ");
    }
}
