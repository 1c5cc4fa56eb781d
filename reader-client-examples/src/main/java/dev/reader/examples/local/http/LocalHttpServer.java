package dev.reader.examples.local.http;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** Runs Jetty with one port for the API and one for the sample site. */
public final class LocalHttpServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private static final long STOP_MILLIS = 500;

    private final Server server;
    private final ServerConnector api;
    private final ServerConnector site;

    /** Opens the browser sessions that WebSockets ask for. */
    @FunctionalInterface
    public interface SessionConnector {
        /** Returns the handler of a new WebSocket, or throws an {@link ApiException} that becomes the response. */
        FrameHandler connect(String sessionId, @Nullable String token);
    }

    /**
     * Configures the server. No port is opened before {@link #start}.
     *
     * @param sessions connects the WebSockets at {@code /v1/sessions/{id}/cdp}
     */
    public LocalHttpServer(
            HttpServlet apiServlet, int apiPort, HttpServlet siteServlet, int sitePort, SessionConnector sessions) {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("local-reader-http");
        threads.setDaemon(true);
        threads.setStopTimeout(STOP_MILLIS);
        server = new Server(threads);
        api = connector("api", apiPort);
        site = connector("site", sitePort);
        Handler.Collection contexts =
                new ContextHandlerCollection(context("@api", apiServlet), context("@site", siteServlet));
        WebSocketUpgradeHandler webSockets = new WebSocketUpgradeHandler();
        webSockets.addMapping("/v1/sessions/*", new SessionNegotiator(sessions));
        webSockets.setHandler(contexts);
        server.setHandler(new HostCheck(webSockets));
        server.setStopTimeout(0);
    }

    /**
     * Opens both ports.
     *
     * @throws UncheckedIOException if a port is in use
     */
    public void start() {
        try {
            server.start();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (Exception e) {
            close();
            throw new IllegalStateException("can't start Jetty", e);
        }
    }

    public String apiUrl() {
        return "http://" + HOST + ":" + api.getLocalPort();
    }

    public String siteUrl() {
        return "http://" + HOST + ":" + site.getLocalPort() + "/";
    }

    /** Allows the sample site, which is on this machine, to be read. */
    public void allowSite(AddressPolicy policy) {
        policy.allow(HOST, site.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("can't stop Jetty", e);
        }
    }

    private ServerConnector connector(String name, int port) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        // accept an encoded slash: an id that contains one is unknown, not a bad request
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setName(name);
        connector.setHost(HOST);
        connector.setPort(port);
        connector.setIdleTimeout(0); // streams may be idle
        server.addConnector(connector);
        return connector;
    }

    private static ServletContextHandler context(String connector, HttpServlet servlet) {
        ServletContextHandler context = new ServletContextHandler("/");
        context.setVirtualHosts(List.of(connector));
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        return context;
    }
}
