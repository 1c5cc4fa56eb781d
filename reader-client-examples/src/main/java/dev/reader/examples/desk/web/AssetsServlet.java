package dev.reader.examples.desk.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Serves the scripts and the style sheet, those of the webjars too. */
final class AssetsServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1;

    private static final String OWN = "dev/reader/examples/desk/assets/";

    private final transient Map<String, Asset> assets = new HashMap<>();

    @SuppressWarnings("ArrayRecordComponent")
    private record Asset(String type, byte[] bytes) {}

    AssetsServlet() {
        add("/desk.css", "text/css", OWN + "desk.css");
        add("/desk.js", "text/javascript", OWN + "desk.js");
        add("/chart-credits.js", "text/javascript", OWN + "chart-credits.js");
        add("/icon.svg", "image/svg+xml", OWN + "icon.svg");
        add("/htmx.js", "text/javascript", webjar("htmx.org") + "/dist/htmx.min.js");
        add("/chart.js", "text/javascript", webjar("chart.js") + "/dist/chart.umd.min.js");
    }

    private void add(String path, String type, String resource) {
        assets.put(path, new Asset(type, read(resource)));
    }

    private static String webjar(String name) {
        Properties properties = new Properties();
        try (InputStream in = open("META-INF/maven/org.webjars.npm/" + name + "/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the webjar " + name + " can't be read", e);
        }
        return "META-INF/resources/webjars/" + name + "/" + properties.getProperty("version");
    }

    private static byte[] read(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " can't be read", e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = AssetsServlet.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("the class path has no " + resource);
        }
        return in;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Asset asset = assets.get(String.valueOf(request.getPathInfo()));
        if (asset == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType(asset.type() + ";charset=utf-8");
        response.setHeader("Cache-Control", "private, max-age=600");
        response.setContentLength(asset.bytes().length);
        response.getOutputStream().write(asset.bytes());
    }
}
