package dev.reader.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Headers;

/** A server of bare sockets, for the faults that a proper one does not have. Each connection has a thread. */
final class RawServer implements Closeable {
    private final ServerSocket socket;
    private final Handler handler;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();

    /** What a connection does; called again for each request on it, until it is closed. */
    interface Handler {
        void handle(Connection connection) throws IOException;
    }

    /** A request as it was read. */
    record Request(String method, String target, Map<String, String> headers, String body) {
        String idempotencyKey() {
            return headers.get("x-idempotency-key");
        }

        String path() {
            return target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
        }

        /** A number of the query; it has to be there. */
        int parameter(String name) {
            String rest = target.substring(target.indexOf(name + "=") + name.length() + 1);
            return Integer.parseInt(rest.contains("&") ? rest.substring(0, rest.indexOf('&')) : rest);
        }
    }

    RawServer(Handler handler) throws IOException {
        this.handler = handler;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("raw-server", this::acceptAll);
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** How many connections were made. */
    int accepted() {
        return connections.size();
    }

    /** How many connections neither side has closed. */
    int open() {
        return open.get();
    }

    List<Request> requests() {
        return requests;
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                open.incrementAndGet();
                connections.add(accepted);
                start("raw-connection", () -> serve(accepted));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket accepted) {
        try (accepted) {
            Connection connection = new Connection(accepted);
            while (!accepted.isClosed() && !connection.atEnd()) {
                handler.handle(connection);
            }
        } catch (IOException e) {
            // the client went away, which is the test's own business
        } finally {
            open.decrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    /** One connection, seen from the server. */
    final class Connection {
        private final Socket socket;
        private final InputStream in;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        /** Waits for the first byte of a request; true when the client has closed instead. */
        boolean atEnd() throws IOException {
            in.mark(1);
            int first = in.read();
            in.reset();
            return first < 0;
        }

        Request read() throws IOException {
            String[] start = line().split(" ", -1);
            Map<String, String> headers = new TreeMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            Request request = new Request(start[0], start[1], headers, body);
            requests.add(request);
            return request;
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the client left in the middle of a request");
                }
                if (c != '\r') {
                    line.write(c);
                }
            }
            return line.toString(StandardCharsets.UTF_8);
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        void answer(int status, String json) throws IOException {
            answer(status, json, Headers.of());
        }

        void answer(int status, String json, Headers headers) throws IOException {
            String head = head(status, json.getBytes(StandardCharsets.UTF_8).length);
            StringBuilder lines = new StringBuilder(head.substring(0, head.length() - 2));
            headers.forEach(header -> lines.append(header.getFirst())
                    .append(": ")
                    .append(header.getSecond())
                    .append("\r\n"));
            write(lines + "\r\n" + json);
        }

        static String head(int status, int length) {
            return "HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\nContent-Length: " + length
                    + "\r\n\r\n";
        }

        /** Closes in order: the client sees the end of the stream. */
        void end() throws IOException {
            socket.close();
        }

        /** Closes with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
