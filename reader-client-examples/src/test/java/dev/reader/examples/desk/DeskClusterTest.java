package dev.reader.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.reader.client.ReaderClient;
import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import dev.reader.examples.local.LocalReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on PostgreSQL, of which the leader is killed, while webhooks are lost and doubled. */
@Tag("drill")
@ExtendWith(PostgresExtension.class)
class DeskClusterTest {
    private static final int JOBS = 3;
    private static final int PAGES = 200;
    private static final int PAGE_MILLIS = 200;
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(60);
    private static final Set<String> FORWARDED =
            Set.of("content-type", "x-reader-event", "x-reader-delivery", "x-reader-timestamp", "x-reader-signature");

    private final PostgresServer postgres;
    private final ExecutorService threads = Executors.newFixedThreadPool(40);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random(20261121);
    private final List<DeskProcess> desks = new ArrayList<>();

    @TempDir
    Path directory;

    private HttpServer site;
    private HttpServer hooks;
    private LocalReader reader;
    private final List<Integer> fates = new ArrayList<>();
    private int lost;
    private int doubled;

    DeskClusterTest(PostgresServer postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void start() throws IOException {
        site = server("/", this::page);
        hooks = server("/", this::hook);
        reader = LocalReader.builder().withoutChromium().allowPrivateNetworks().start();
        for (int i = 0; i < 2; i++) {
            desks.add(desk());
        }
        desks.forEach(DeskProcess::await);
    }

    private HttpServer server(String path, HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext(path, handler);
        server.start();
        return server;
    }

    private DeskProcess desk() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        return new DeskProcess(
                port,
                directory,
                Map.of(
                        "READER_API_KEY", reader.apiKey(),
                        "READER_API_URL", reader.baseUrl(),
                        "READER_DESK_DATABASE", postgres.url(),
                        "READER_DESK_PUBLIC_URL",
                                "http://127.0.0.1:" + hooks.getAddress().getPort()));
    }

    private void page(HttpExchange exchange) throws IOException {
        LockSupport.parkNanos(PAGE_MILLIS * 1_000_000L);
        byte[] body = ("<title>Page</title><main><p>" + exchange.getRequestURI() + "</p></main>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Between Reader and the desks: acknowledges everything, loses 30 % and doubles 30 %. */
    private void hook(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int copies;
        synchronized (random) {
            if (fates.isEmpty()) {
                fates.addAll(List.of(0, 0, 0, 2, 2, 2, 1, 1, 1, 1));
                Collections.shuffle(fates, random);
                fates.add(0); // the first one is lost, however few there are
            }
            copies = fates.remove(fates.size() - 1);
            lost += copies == 0 ? 1 : 0;
            doubled += copies == 2 ? 1 : 0;
        }
        for (int i = 0; i < copies; i++) {
            forward(exchange, body);
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void forward(HttpExchange exchange, byte[] body) {
        for (DeskProcess desk : desks) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(desk.url() + "/hooks/reader"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                    request.header(name, values.get(0));
                }
            });
            try {
                if (http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException e) {
                System.out.println(desk.url() + " does not answer; the other instance takes the delivery");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (DeskProcess desk : desks) {
            desk.close();
        }
        reader.close();
        site.stop(0);
        hooks.stop(0);
        threads.shutdownNow();
    }

    @Test
    void leaderThatIsKilled_losesNoPage_andNoEnd() throws Exception {
        DeskProcess leader = awaitLeader(desks);
        DeskProcess other = desks.get(desks.get(0) == leader ? 1 : 0);
        String base = "http://127.0.0.1:" + site.getAddress().getPort();
        List<String> jobs = new ArrayList<>();
        for (int job = 0; job < JOBS; job++) {
            String prefix = base + "/" + job + "/";
            jobs.add(new DeskClient(other.url())
                    .submit(Map.of(
                            "urls",
                            IntStream.range(0, PAGES)
                                    .mapToObj(page -> prefix + page)
                                    .collect(Collectors.joining("\n")))));
        }
        String lastId;
        try (LiveStream browser = new LiveStream(leader.url() + jobs.get(0) + "/events", "")) {
            browser.await("event: pages", Duration.ofSeconds(90));
            lastId = browser.lastId();
            leader.kill();
        }
        try (LiveStream browser = new LiveStream(other.url() + jobs.get(0) + "/events", lastId)) {
            awaitLeader(List.of(other));
            for (String job : jobs) {
                awaitEnd(other, job);
            }
            browser.await("state completed", Duration.ofSeconds(20));
        }
        for (String job : jobs) {
            String id = job.replace("/jobs/", "");
            assertThat(number("SELECT COUNT(*) FROM desk_page WHERE job_id = '" + id + "'"))
                    .isEqualTo(PAGES);
            assertThat(number(
                            "SELECT COUNT(DISTINCT url) FROM desk_page WHERE job_id = '" + id + "' AND error IS NULL"))
                    .isEqualTo(PAGES);
        }
        assertThat(lost).isPositive();
        assertThat(other.log()).doesNotContain(reader.apiKey(), "\"level\":\"ERROR\"");
        System.out.println("deliveries lost: " + lost + ", doubled: " + doubled);
    }

    private static DeskProcess awaitLeader(List<DeskProcess> candidates) {
        Instant end = Instant.now().plusSeconds(60);
        while (true) {
            for (DeskProcess each : candidates) {
                if (each.leads()) {
                    return each;
                }
            }
            assertThat(Instant.now()).as("a leader").isBefore(end);
            LockSupport.parkNanos(100_000_000);
        }
    }

    /** The desk knows the end at most a minute after Reader does. */
    private void awaitEnd(DeskProcess desk, String job) throws SQLException {
        String readerId = text("SELECT reader_job_id FROM desk_job WHERE id = '" + job.replace("/jobs/", "") + "'");
        try (ReaderClient client = ReaderClient.builder()
                .apiKey(reader.apiKey())
                .baseUrl(reader.baseUrl())
                .build()) {
            client.waitForJob(readerId);
        }
        Instant ended = Instant.now();
        new DeskClient(desk.url()).awaitState(job, "completed");
        assertThat(Duration.between(ended, Instant.now())).isLessThan(KNOWN_WITHIN);
    }

    private int number(String sql) throws SQLException {
        return Integer.parseInt(text(sql));
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
