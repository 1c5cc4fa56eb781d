package dev.reader.examples.local;

import dev.reader.examples.local.http.ThreadPools;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the sample site from the class path. */
@SuppressWarnings("serial") // never serialized
final class SiteServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(SiteServlet.class);
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "csv", "text/csv; charset=utf-8",
            "txt", "text/plain; charset=utf-8");

    private final SampleSite site;
    private final ThreadPools threads;

    SiteServlet(SampleSite site, ThreadPools threads) {
        this.site = site;
        this.threads = threads;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        Duration delay = site.delay(path);
        if (delay.isZero()) {
            respond(path, response);
            return;
        }
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        threads.schedule(delay, () -> respondLater(path, response, async));
    }

    private void respondLater(String path, HttpServletResponse response, AsyncContext async) {
        try {
            respond(path, response);
        } catch (IOException e) {
            LOG.debug("the client that requested {} disconnected", path, e);
        } finally {
            async.complete();
        }
    }

    private void respond(String path, HttpServletResponse response) throws IOException {
        String redirect = site.redirectTarget(path);
        if (redirect != null) {
            response.setStatus(301);
            response.setHeader("Location", redirect);
        } else if (site.takeFailure(path)) {
            send(response, 503, TYPES.get("html"), "<h1>Service unavailable</h1>".getBytes(StandardCharsets.UTF_8));
        } else {
            String added = site.added(path);
            byte[] file = added == null ? file(path) : added.getBytes(StandardCharsets.UTF_8);
            if (file == null) {
                send(response, 404, TYPES.get("html"), "<h1>Page not found</h1>".getBytes(StandardCharsets.UTF_8));
            } else {
                send(response, 200, added == null ? type(path) : TYPES.get("html"), file);
            }
        }
    }

    private static byte @Nullable [] file(String path) throws IOException {
        if (path.contains("..")) {
            return null;
        }
        String name = path.endsWith("/") ? path + "index.html" : path;
        try (InputStream in = SiteServlet.class.getResourceAsStream("/site" + name)) {
            return in == null || !name.contains(".") ? null : in.readAllBytes();
        }
    }

    private static String type(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1);
        return TYPES.getOrDefault(path.endsWith("/") ? "html" : extension, "application/octet-stream");
    }

    private static void send(HttpServletResponse response, int status, @Nullable String type, byte[] body)
            throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
