package dev.reader.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * A web site of numbered pages, of which each thirty-third fails.
 *
 * <p>Its threads start with the requests; {@link #close} ends them.
 */
public final class NumberedSite implements AutoCloseable {
    /** The text with which each page ends. */
    public static final String END = "Text of the page.";

    private static final int FAILING = 33;
    private static final int BACKLOG = 200;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    public NumberedSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", NumberedSite::page);
        server.start();
    }

    /** Writes the URLs of the first pages to a file, one on each line. */
    public Path writeUrls(Path file, int count) throws IOException {
        String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        return Files.write(
                file, IntStream.range(0, count).mapToObj(i -> base + i).toList());
    }

    /** Returns how many of the first pages fail. */
    public static int failing(int count) {
        return (count + FAILING - 1) / FAILING;
    }

    private static void page(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int number = path.matches("/\\d+") ? Integer.parseInt(path.substring(1)) : 1;
        if (number % FAILING == 0) {
            // a connection that ends without a response fails the page
            exchange.close();
            return;
        }
        byte[] body = ("<html><body><main><h1>Page " + number + "</h1><p>" + END + "</p></main></body></html>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
