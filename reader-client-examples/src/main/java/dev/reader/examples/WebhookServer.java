package dev.reader.examples;

import dev.reader.client.webhook.ReaderWebhookServlet;
import dev.reader.client.webhook.WebhookReceiver;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Runs the application's web server, which receives webhooks. */
final class WebhookServer implements AutoCloseable {
    private static final String PATH = "/hooks/reader";

    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);

    private WebhookServer(WebhookReceiver receiver) {
        connector.setHost("localhost");
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ReaderWebhookServlet(receiver)), PATH);
        jetty.setHandler(context);
    }

    static WebhookServer start(WebhookReceiver receiver) {
        WebhookServer server = new WebhookServer(receiver);
        try {
            server.jetty.start();
        } catch (Exception e) {
            throw new IllegalStateException("can't start the web server: " + e.getMessage(), e);
        }
        return server;
    }

    String url() {
        return "http://localhost:" + connector.getLocalPort() + PATH;
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("can't stop the web server: " + e.getMessage(), e);
        }
    }
}
