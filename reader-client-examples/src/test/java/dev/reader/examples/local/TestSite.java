package dev.reader.examples.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A web server with pages that a test defines, and with {@code /held/…} pages that respond only when the test releases
 * them.
 */
public final class TestSite implements AutoCloseable {
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final Semaphore arrived = new Semaphore(0);
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    private record Page(int status, String contentType, String body) {}

    public TestSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::respond);
        server.start();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    public TestSite page(String path, String html) {
        return page(path, 200, "text/html; charset=utf-8", html);
    }

    public TestSite page(String path, int status, String contentType, String body) {
        pages.put(path, new Page(status, contentType, body));
        return this;
    }

    public int requests() {
        return requests.get();
    }

    /** Waits until a number of held pages have been requested. */
    public void awaitHeld(int count) throws InterruptedException {
        if (!arrived.tryAcquire(count, 20, TimeUnit.SECONDS)) {
            throw new AssertionError(count + " held pages were not requested in time");
        }
    }

    public void release() {
        release.countDown();
    }

    private void respond(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/held")) {
            arrived.release();
            try {
                release.await();
            } catch (InterruptedException e) {
                exchange.close();
                return;
            }
        }
        Page page = pages.getOrDefault(path, new Page(200, "text/html", "<p>" + path + "</p>"));
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set(page.status() / 100 == 3 ? "Location" : "Content-Type", page.contentType());
        exchange.sendResponseHeaders(page.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
