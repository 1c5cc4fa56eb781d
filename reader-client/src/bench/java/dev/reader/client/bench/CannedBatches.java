package dev.reader.client.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of batches of consecutive URLs, which end at once and whose pages of 2 KB are canned. */
final class CannedBatches implements Closeable {
    static final String URL = "https://shop.example/products/";
    private static final Pattern FIRST_URL = Pattern.compile(Pattern.quote(URL) + "(\\d+)");
    private static final String TEXT = "A paragraph of Markdown with [a link](https://example.com/).\\n".repeat(32);

    private final Map<String, Integer> starts = new ConcurrentHashMap<>();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final int shardSize;

    CannedBatches(int shardSize) throws IOException {
        this.shardSize = shardSize;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/read", this::read);
        server.createContext("/v1/jobs/", this::job);
        server.createContext("/v1/events", this::events);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int requests() {
        return requests.get();
    }

    private void read(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher first = FIRST_URL.matcher(body);
        if (!first.find()) {
            throw new IOException("no URL in " + body);
        }
        String id = "job_" + first.group(1);
        starts.put(id, Integer.parseInt(first.group(1)));
        answer(exchange, 201, "{\"success\":true,\"data\":" + summary(id, "queued") + "}}");
        ends.add(id);
    }

    private String summary(String id, String status) {
        return "{\"id\":\"" + id + "\",\"status\":\"" + status + "\",\"mode\":\"batch\",\"total\":" + shardSize
                + ",\"completed\":" + shardSize + ",\"creditsUsed\":" + shardSize;
    }

    private void job(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().substring("/v1/jobs/".length());
        int skip = Math.min(parameter(exchange, "skip"), shardSize);
        int end = Math.min(skip + parameter(exchange, "limit"), shardSize);
        int start = starts.get(id);
        StringBuilder results = new StringBuilder();
        for (int i = skip; i < end; i++) {
            results.append(i == skip ? "" : ",")
                    .append("{\"url\":\"")
                    .append(URL)
                    .append(start + i)
                    .append("\",\"markdown\":\"")
                    .append(TEXT)
                    .append("\",\"statusCode\":200,\"credits\":1}");
        }
        answer(
                exchange,
                200,
                "{\"success\":true,\"data\":" + summary(id, "completed") + ",\"results\":[" + results
                        + "]},\"pagination\":{\"total\":" + shardSize + ",\"skip\":" + skip
                        + ",\"limit\":100,\"hasMore\":" + (end < shardSize) + "}}");
    }

    private static int parameter(HttpExchange exchange, String name) {
        Matcher value = Pattern.compile(name + "=(\\d+)")
                .matcher(exchange.getRequestURI().getQuery());
        return value.find() ? Integer.parseInt(value.group(1)) : 0;
    }

    private void events(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                String id = ends.poll(30, TimeUnit.SECONDS);
                String frame = id == null
                        ? ": ping\n\n"
                        : "event: job:completed\ndata: {\"jobId\":\"" + id
                                + "\",\"status\":\"completed\",\"completed\":" + shardSize + ",\"total\":" + shardSize
                                + ",\"creditsUsed\":" + shardSize + "}\n\n";
                out.write(frame.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, int status, String json) throws IOException {
        requests.incrementAndGet();
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
