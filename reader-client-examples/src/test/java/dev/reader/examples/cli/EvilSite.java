package dev.reader.examples.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A site, and an API, whose texts try to control the terminal: with escape sequences, C1 controls, and marks that change
 * the direction of writing.
 */
final class EvilSite implements AutoCloseable {
    private static final String TEXT = "Evil \u001B]0;owned\u0007 \u001B[2J \u009B31m \u202Egpj.exe \u2066 \u007F end";

    private final HttpServer server;

    EvilSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean api = exchange.getRequestURI().getPath().startsWith("/v1/");
            String body = api
                    ? answer(exchange.getRequestURI().getPath())
                    : "<html><head><title>" + TEXT + "</title></head><body><main><h1>" + TEXT
                            + "</h1><p>Text</p></main></body></html>";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", api ? "application/json" : "text/html; charset=utf-8");
            exchange.sendResponseHeaders(
                    api && exchange.getRequestURI().getPath().contains("/jobs/") ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    private static String answer(String path) {
        StringBuilder escaped = new StringBuilder();
        TEXT.chars().forEach(character -> escaped.append(String.format("\\u%04x", character)));
        return path.contains("/jobs/")
                ? "{\"success\": false, \"error\": {\"code\": \"not_found\", \"message\": \"" + escaped + "\"}}"
                : "{\"success\": true, \"data\": [{\"id\": \"key_1\", \"name\": \"" + escaped
                        + "\", \"active\": true}]}";
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
