package dev.reader.examples.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Forwards requests to a server, and records when each one came and how it was answered. */
public final class RecordingProxy implements AutoCloseable {
    /** A request, when it came, and how it was answered. */
    public record Seen(long nanos, String request, int status, boolean rateLimited) {}

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final OkHttpClient client = new OkHttpClient.Builder()
            .readTimeout(Duration.ZERO)
            .retryOnConnectionFailure(false)
            .build();
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final Map<String, Set<String>> bodies = new ConcurrentHashMap<>();
    private final String target;
    private final HttpServer server;

    /** Starts it in front of a server. */
    public RecordingProxy(String target) throws IOException {
        this.target = target;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::forward);
        server.start();
    }

    /** Returns the base URL of the proxy. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The requests in the order in which they came. */
    public List<Seen> seen() {
        return seen.stream().sorted((a, b) -> Long.compare(a.nanos, b.nanos)).toList();
    }

    /** The distinct bodies of the requests with an idempotency key, by the key. */
    public Map<String, Set<String>> bodiesByKey() {
        return bodies;
    }

    private void forward(HttpExchange exchange) throws IOException {
        long nanos = System.nanoTime();
        String name =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String key = exchange.getRequestHeaders().getFirst("x-idempotency-key");
        if (key != null) {
            bodies.computeIfAbsent(key, k -> ConcurrentHashMap.newKeySet())
                    .add(new String(body, StandardCharsets.UTF_8));
        }
        Request.Builder request = new Request.Builder()
                .url(target + exchange.getRequestURI())
                .method(exchange.getRequestMethod(), body.length == 0 ? null : RequestBody.create(body));
        exchange.getRequestHeaders().forEach((header, values) -> {
            if (!header.equalsIgnoreCase("Host") && !header.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> request.addHeader(header, value));
            }
        });
        try (exchange;
                Response response = client.newCall(request.build()).execute()) {
            boolean limited =
                    response.code() == 429 && response.peekBody(10_000).string().contains("rate_limited");
            seen.add(new Seen(nanos, name, response.code(), limited));
            for (Map.Entry<String, List<String>> header :
                    response.headers().toMultimap().entrySet()) {
                if (!header.getKey().equalsIgnoreCase("Content-Length")
                        && !header.getKey().equalsIgnoreCase("Transfer-Encoding")) {
                    exchange.getResponseHeaders().put(header.getKey(), header.getValue());
                }
            }
            exchange.sendResponseHeaders(response.code(), 0);
            copy(response.body().byteStream(), exchange.getResponseBody());
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
            to.flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
