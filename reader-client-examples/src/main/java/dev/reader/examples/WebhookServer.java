package dev.reader.examples;

import dev.reader.client.webhook.ReaderWebhookServlet;
import dev.reader.client.webhook.WebhookReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Runs the application's web server, which receives webhooks. */
final class WebhookServer implements AutoCloseable {
    private static final String PATH = "/hooks/reader";

    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);

    private WebhookServer() {
        connector.setHost("localhost");
        jetty.addConnector(connector);
    }

    /** Reserves a port, so that the URL is known; {@link #start} accepts requests. */
    static WebhookServer bind() {
        WebhookServer server = new WebhookServer();
        try {
            server.connector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("can't listen on a port: " + e.getMessage(), e);
        }
        return server;
    }

    void start(WebhookReceiver receiver) {
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ReaderWebhookServlet(receiver)), PATH);
        jetty.setHandler(context);
        try {
            jetty.start();
        } catch (Exception e) {
            throw new IllegalStateException("can't start the web server: " + e.getMessage(), e);
        }
    }

    String url() {
        return "http://localhost:" + connector.getLocalPort() + PATH;
    }

    @Override
    public void close() {
        try {
            jetty.stop();
            connector.close();
        } catch (Exception e) {
            throw new IllegalStateException("can't stop the web server: " + e.getMessage(), e);
        }
    }
}
