package dev.reader.examples.local.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends the HTML that a proxy returns when it can't reach the API. */
public final class ProxyErrorPage {
    private static final String HTML = """
            <!doctype html>
            <html><head><title>Bad gateway</title></head>
            <body><h1>Bad gateway</h1><p>The proxy could not reach the server. Try again later.</p></body></html>
            """;

    private ProxyErrorPage() {}

    public static void send(HttpServletResponse response, int status) throws IOException {
        response.setStatus(status);
        response.setContentType("text/html; charset=utf-8");
        response.getOutputStream().write(HTML.getBytes(StandardCharsets.UTF_8));
    }
}
