package dev.reader.examples.local.scrape;

import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.UrlPolicy;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only way of a browser to the network: a proxy on this machine that connects to allowed addresses only.
 *
 * <p>It is started by the first browser and ended by {@link #close}. One thread of the executor accepts connections, and
 * each connection takes two, which may block on its sockets.
 */
public final class BrowserProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrowserProxy.class);
    private static final int MAX_HEAD_BYTES = 256 * 1024;
    private static final int CONNECT_MILLIS = 20_000;
    private static final Set<String> HOP_HEADERS = Set.of("connection", "proxy-connection", "keep-alive");

    private final Executor executor;
    private final UrlPolicy policy;
    private final Dns dns;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket server;
    private boolean closed;

    public BrowserProxy(Executor executor, UrlPolicy policy, Dns dns) {
        this.executor = executor;
        this.policy = policy;
        this.dns = dns;
    }

    /** Returns the URL of the proxy, and starts it if necessary. */
    synchronized String url() {
        ServerSocket running = server;
        if (running == null) {
            running = open();
            server = running;
            ServerSocket accepting = running;
            executor.execute(() -> accept(accepting));
        }
        return "http://127.0.0.1:" + running.getLocalPort();
    }

    private ServerSocket open() {
        if (closed) {
            throw new IllegalStateException("the proxy is closed");
        }
        try {
            return new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("can't open a port for the browser's proxy", e);
        }
    }

    private void accept(ServerSocket accepting) {
        while (!accepting.isClosed()) {
            try {
                Socket browser = accepting.accept();
                sockets.add(browser);
                executor.execute(() -> serve(browser));
            } catch (IOException e) {
                LOG.debug("the browser's proxy accepts no more connections", e);
            }
        }
    }

    private void serve(Socket browser) {
        try (browser) {
            String head = head(browser.getInputStream());
            String[] start = head.substring(0, head.indexOf("\r\n")).split(" ", 3);
            boolean tunnel = start[0].equals("CONNECT");
            URI target = URI.create(tunnel ? "https://" + start[1] : start[1]);
            try (Socket upstream = connect(target)) {
                sockets.add(upstream);
                String first = tunnel ? "HTTP/1.1 200 Connection established\r\n\r\n" : request(head, start, target);
                (tunnel ? browser : upstream).getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
                executor.execute(() -> copy(browser, upstream));
                copy(upstream, browser);
                sockets.remove(upstream);
            } catch (ApiException e) {
                LOG.debug("refused to connect a browser to {}: {}", target, e.text());
                browser.getOutputStream().write(refusal(e).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            LOG.debug("a connection of the browser ended", e);
        } finally {
            sockets.remove(browser);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0 || head.size() > MAX_HEAD_BYTES) {
                throw new EOFException("no complete request");
            }
            head.write(next);
            boolean expected = next == (matched % 2 == 0 ? '\r' : '\n');
            matched = expected ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Returns the head of the request for the server itself, which closes the connection after its response. */
    private static String request(String head, String[] start, URI target) {
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        String headers = head.lines()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .filter(line -> !HOP_HEADERS.contains(
                        line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining("\r\n"));
        return start[0] + " " + path + query + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n";
    }

    private Socket connect(URI target) throws IOException {
        policy.check(target);
        int port = target.getPort() >= 0 ? target.getPort() : 80;
        IOException failure = null;
        for (InetAddress address : dns.lookup(target.getHost().replaceAll("[\\[\\]]", ""))) {
            Socket socket = new GuardedSockets(policy.addresses()).createSocket();
            try {
                socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
                return socket;
            } catch (GuardedSockets.RefusedAddressException e) {
                throw ApiException.blocked(target.toString(), String.valueOf(e.getMessage()));
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure == null ? new IOException("no address: " + target.getHost()) : failure;
    }

    private static String refusal(ApiException error) {
        return "HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
                + error.text() + "\n";
    }

    /** Copies until either side ends, and then ends the other one's input. */
    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            LOG.debug("a connection of the browser ended", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (server != null) {
            closeQuietly(server);
        }
        sockets.forEach(BrowserProxy::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            LOG.debug("can't close a socket", e);
        }
    }
}
