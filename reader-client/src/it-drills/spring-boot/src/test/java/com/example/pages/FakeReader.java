package com.example.pages;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Answers as the Reader API does, and keeps the trace headers of its requests. */
final class FakeReader implements AutoCloseable {
    static final String PAGE = "{\"url\": \"https://example.com/\", \"markdown\": \"# Hi\", \"credits\": 1, "
            + "\"proxyMode\": \"standard\", \"extracted\": {\"name\": \"Pot\", \"price\": 12}, \"metadata\": "
            + "{\"title\": \"Hi\", \"duration\": 1234, \"scrapedAt\": \"2026-03-01T12:00:00Z\", \"new\": 1}, "
            + "\"fresh\": [1, null]}";

    private static final Map<String, String> RESPONSES = Map.of(
            "POST /v1/read",
            PAGE,
            "GET /v1/usage/credits",
            "{\"balance\": 10, \"limit\": 20, \"used\": 10, \"tier\": \"free\", "
                    + "\"resetAt\": \"2026-04-01T00:00:00Z\"}");

    final Queue<String> traceParents = new ConcurrentLinkedQueue<>();
    volatile boolean refusing;
    private final HttpServer server;

    FakeReader() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::respond);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void respond(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String traceParent = exchange.getRequestHeaders().getFirst("traceparent");
        traceParents.add(traceParent == null ? "" : traceParent);
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String data = RESPONSES.get(request);
        String response = "{\"success\": true, \"data\": " + data + "}";
        int status = 200;
        if (refusing || data == null) {
            status = 401;
            response = "{\"success\": false, \"error\": {\"code\": \"unauthenticated\", \"message\": \"no\"}}";
        }
        byte[] bytes = response.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
