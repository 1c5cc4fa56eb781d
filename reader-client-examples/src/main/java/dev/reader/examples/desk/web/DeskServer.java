package dev.reader.examples.desk.web;

import dev.reader.client.webhook.WebhookInbox;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.examples.desk.jobs.DeliveryCounts;
import dev.reader.examples.desk.jobs.JobDesk;
import dev.reader.examples.desk.jobs.RequestGauge;
import dev.reader.examples.desk.live.LiveFeed;
import dev.reader.examples.desk.store.Database;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The web server. Its threads are Jetty's; {@link #start} starts them and {@link #close} lets requests end first. */
public final class DeskServer implements AutoCloseable {
    static final int THREADS = 40;
    private static final int MAX_FORM_KEYS = 20;
    private static final long STOP_MILLIS = 3_000;
    /** A browser that takes nothing for this long is gone; the pings are more frequent. */
    private static final long IDLE_MILLIS = 60_000;

    private final Server jetty;
    private final ServerConnector connector;
    private final ServletContextHandler servlets = new ServletContextHandler("/");
    private volatile boolean stopping;

    private DeskServer(String host, int port) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("desk-web");
        jetty = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        jetty.addConnector(connector);
        jetty.setStopTimeout(STOP_MILLIS);
        servlets.setMaxFormContentSize(SecurityFilter.MAX_FORM_BYTES);
        servlets.setMaxFormKeys(MAX_FORM_KEYS);
        GzipHandler gzip = new GzipHandler(servlets);
        gzip.setExcludedMimeTypes("text/event-stream", "image/png");
        jetty.setHandler(gzip);
    }

    /** Reserves the port, so that the address is known; {@link #start} accepts requests. */
    public static DeskServer bind(String host, int port) {
        DeskServer server = new DeskServer(host, port);
        try {
            server.connector.open();
        } catch (IOException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new UncheckedIOException("can't listen on " + host + ":" + port + ": " + reason, e);
        }
        return server;
    }

    public int port() {
        return connector.getLocalPort();
    }

    /** Adds a servlet with a check of its own. */
    public void add(String path, HttpServlet servlet) {
        servlets.addServlet(new ServletHolder(servlet), path);
    }

    /** Adds the pages. */
    public void addPages(
            Views views, Database database, JobDesk desk, LiveFeed feed, RequestGauge gauge, String example) {
        ServletHolder jobs = new ServletHolder(new JobsServlet(views, database, desk, feed, example));
        jobs.setAsyncSupported(true);
        servlets.addServlet(jobs, "/jobs/*");
        add("/search", new SearchServlet(views, database));
        add("/account/*", new AccountServlet(views, database, gauge));
        add("/assets/*", new AssetsServlet());
        add("/", new HomeServlet());
    }

    /** Adds the receiver of deliveries, and the page about them. */
    public void addDeliveries(
            Views views,
            Database database,
            WebhookInbox inbox,
            WebhookReceiver receiver,
            DeliveryCounts counts,
            String webhookUrl) {
        add("/hooks/reader", new HookServlet(receiver, counts));
        add("/deliveries", new DeliveriesServlet(views, database, inbox, webhookUrl));
    }

    /** Adds {@code /healthz} and {@code /metrics}. */
    public void addOperations(Database database, PrometheusMeterRegistry metrics) {
        OperationsServlet operations = new OperationsServlet(database, metrics, () -> stopping);
        add("/healthz", operations);
        add("/metrics", operations);
    }

    /** Starts to accept requests. */
    public void start(Views views, Access access, Tokens forms, boolean secureCookies) {
        servlets.setErrorHandler(new ErrorPages(views));
        FilterHolder security = new FilterHolder(new SecurityFilter(views, access, forms, secureCookies));
        security.setAsyncSupported(true);
        servlets.addFilter(security, "/*", EnumSet.of(DispatcherType.REQUEST));
        try {
            jetty.start();
        } catch (Exception e) {
            throw new IllegalStateException("can't start the web server: " + e.getMessage(), e);
        }
    }

    /** Tells the load balancer to send no more requests. */
    public void announceStop() {
        stopping = true;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            jetty.stop();
            connector.close();
        } catch (Exception e) {
            throw new IllegalStateException("can't stop the web server: " + e.getMessage(), e);
        }
    }

    /** Leads to the jobs; there is nothing else at unknown addresses. */
    private static final class HomeServlet extends HttpServlet {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getServletPath().equals("/")) {
                PageServlet.redirect(response, "/jobs");
            } else {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            }
        }
    }
}
