package dev.reader.examples.desk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between Reader and the instances of a desk, as a load balancer in a bad network: of ten deliveries, it loses three
 * although it confirms them, and delivers three twice, to two instances where there are two.
 */
final class LossyBalancer implements AutoCloseable {
    /** Lost, doubled, passed. */
    private static final String FATES = "DLPDLPPLDP";

    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private final List<String> instances = new CopyOnWriteArrayList<>();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger doubled = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final HttpServer server;

    LossyBalancer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void add(String instance) {
        instances.add(instance);
    }

    int received() {
        return received.get();
    }

    int lost() {
        return lost.get();
    }

    int doubled() {
        return doubled.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        char fate = FATES.charAt(received.getAndIncrement() % FATES.length());
        int status = 200;
        if (fate == 'L') {
            lost.incrementAndGet();
        } else {
            if (fate == 'D' && forward(exchange, body) == 200) {
                doubled.incrementAndGet();
            }
            status = forward(exchange, body);
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** Passes the delivery to the next instance that answers. */
    private int forward(HttpExchange exchange, byte[] body) {
        for (int i = 0; i < instances.size(); i++) {
            String instance = instances.get(turn.getAndIncrement() % instances.size());
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(instance + exchange.getRequestURI().getPath()))
                    .timeout(TIMEOUT)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (name.regionMatches(true, 0, "X-Reader-", 0, 9) || name.equalsIgnoreCase("Content-Type")) {
                    request.header(name, values.get(0));
                }
            });
            try {
                return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            } catch (IOException e) {
                // a killed instance; the next one gets the delivery
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 503;
            }
        }
        return 502;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
