package consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reader.client.ReaderClient;
import dev.reader.client.RequestOptions;
import dev.reader.client.WorkspaceSubscription;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.model.JobStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Uses everything that reads events: a stream, a wait and a subscription. */
final class Streams {
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final String PAGE = "{\"url\": \"https://example.com/\", \"markdown\": \"# Hi\"}";
    private static final String COUNTS = "\"status\": \"completed\", \"completed\": 1, \"total\": 1";

    private final AtomicInteger connections = new AtomicInteger();

    private Streams() {}

    static void check() throws IOException, InterruptedException {
        Streams streams = new Streams();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", streams::respond);
        server.start();
        try (ReaderClient reader = ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build()) {
            List<JobEvent> events = new ArrayList<>();
            try (var stream = reader.stream("job_1")) {
                stream.forEach(events::add);
            }
            Main.check("pages", 1L, count(events, JobEvent.PageReady.class));
            Main.check("the last event", true, events.get(events.size() - 1) instanceof JobEvent.Done);
            Main.check("status", JobStatus.COMPLETED, reader.waitForJob("job_1").status());
            BlockingQueue<WorkspaceEvent> heard = new LinkedBlockingQueue<>();
            try (WorkspaceSubscription subscription = reader.subscribe(heard::add)) {
                Main.check(
                        "subscription", true, heard.poll(30, TimeUnit.SECONDS) instanceof WorkspaceEvent.JobCompleted);
            }
            streams.outlastTheTimeout(reader);
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    /** The time-out of a request ends when its stream begins. On a slow machine it may pass before; hence the attempts. */
    private void outlastTheTimeout(ReaderClient reader) {
        for (int attempt = 1; attempt <= 10; attempt++) {
            connections.set(0);
            try (var stream =
                    reader.with(RequestOptions.builder().timeout(TIMEOUT).build()).stream("job_slow")) {
                Main.check(
                        "pages of a slow stream",
                        1L,
                        stream.stream()
                                .filter(JobEvent.PageReady.class::isInstance)
                                .count());
            }
            if (connections.get() == 1) {
                return;
            }
        }
        throw new AssertionError("no stream lasted longer than the time-out of its request");
    }

    private static long count(List<JobEvent> events, Class<?> type) {
        return events.stream().filter(type::isInstance).count();
    }

    private void respond(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/stream")) {
            connections.incrementAndGet();
            events(
                    exchange,
                    path.contains("slow"),
                    ": ping\n\nid: 1\nevent: page\ndata: " + PAGE + "\n\n" + "retry: 10\nevent: done\ndata: {" + COUNTS
                            + "}\n\n");
        } else if (path.endsWith("/events")) {
            events(
                    exchange,
                    false,
                    "event: job:completed\ndata: {\"jobId\": \"job_1\", \"creditsUsed\": 1, " + COUNTS + "}\n\n");
        } else {
            String id = path.contains("slow") ? "job_slow" : "job_1";
            byte[] record = ("{\"success\": true, \"data\": {\"id\": \"" + id + "\", \"mode\": \"batch\", " + COUNTS
                            + ", \"createdAt\": \"2026-03-01T12:00:00Z\", \"results\": [" + PAGE
                            + "]}, \"pagination\": "
                            + "{\"total\": 1, \"skip\": 0, \"limit\": 100, \"hasMore\": false}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, record.length);
            exchange.getResponseBody().write(record);
            exchange.close();
        }
    }

    private static void events(HttpExchange exchange, boolean slow, String events) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(": ping\n\n".getBytes(StandardCharsets.UTF_8));
            body.flush();
            if (slow) {
                Thread.sleep(TIMEOUT.multipliedBy(2).toMillis());
            }
            body.write(events.getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
