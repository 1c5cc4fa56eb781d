package consumer;

import dev.reader.client.webhook.ReaderWebhookServlet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/** Starts Jetty with the servlet. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Deliveries deliveries = new Deliveries();
        Server server = new Server(0);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ReaderWebhookServlet(deliveries.receiver())), Deliveries.PATH);
        server.setHandler(context);
        server.start();
        try {
            deliveries.check("Jetty", ((ServerConnector) server.getConnectors()[0]).getLocalPort());
        } finally {
            server.stop();
        }
    }
}
