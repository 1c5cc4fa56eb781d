package dev.reader.examples.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reader.examples.local.http.JsonNodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Receives webhooks and responds with the statuses that a test defines, then with 200. */
public final class TestWebhookReceiver implements AutoCloseable {
    /** Sends no response. */
    public static final int SILENCE = 0;

    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final Deque<Integer> statusesToSend = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    public record Delivery(String method, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }

        public JsonNode json() throws IOException {
            return JsonNodes.parse(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    public TestWebhookReceiver(Integer... statuses) throws IOException {
        statusesToSend.addAll(List.of(statuses));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** Waits for the next delivery. */
    public Delivery next() throws InterruptedException {
        Delivery delivery = deliveries.poll(60, TimeUnit.SECONDS);
        if (delivery == null) {
            throw new AssertionError("no delivery");
        }
        return delivery;
    }

    public int waiting() {
        return deliveries.size();
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status;
        synchronized (statusesToSend) {
            status = statusesToSend.isEmpty() ? 200 : statusesToSend.remove();
        }
        deliveries.add(new Delivery(exchange.getRequestMethod(), exchange.getRequestHeaders(), body));
        try {
            if (status == SILENCE) {
                closed.await();
            } else {
                exchange.sendResponseHeaders(status, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
