package dev.reader.client.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server with minimal overhead, which writes prepared bytes. Serves one page of 50 KB for scrapes and one completed job
 * of many such pages. Can delay each response.
 */
final class CheapServer implements Closeable {
    private static final int PAGE_BYTES = 50_000;
    private static final int MAX_LIMIT = 100;

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final byte[] page = page(0).getBytes(StandardCharsets.UTF_8);
    private final byte[] fullSlice;
    private final int pages;
    private final long delayMillis;

    CheapServer(int pages, long delayMillis) throws IOException {
        this.pages = pages;
        this.delayMillis = delayMillis;
        StringBuilder slice = new StringBuilder();
        for (int i = 0; i < MAX_LIMIT; i++) {
            slice.append(i == 0 ? "" : ",").append(page(i));
        }
        fullSlice = slice.toString().getBytes(StandardCharsets.UTF_8);
        start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private static String page(int index) {
        String line = "A paragraph of \\\"Markdown\\\" with [a link](https://example.com/) and a line end.\\n";
        return "{\"url\":\"https://example.com/" + index + "\",\"finalUrl\":\"https://example.com/" + index
                + "\",\"markdown\":\"" + line.repeat(PAGE_BYTES / line.length())
                + "\",\"statusCode\":200,\"credits\":1,\"metadata\":{\"title\":\"A page\",\"statusCode\":200,"
                + "\"duration\":812,\"cached\":false,\"scrapedAt\":\"2026-03-01T12:00:00.000Z\"}}";
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cheap-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (true) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                connection.setTcpNoDelay(true);
                start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            while (true) {
                String[] start = line(in).split(" ", -1);
                int length = 0;
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Integer.parseInt(
                                header.substring("content-length:".length()).trim());
                    }
                }
                in.skipNBytes(length);
                if (delayMillis > 0) {
                    Thread.sleep(delayMillis);
                }
                respond(start[1], out);
            }
        } catch (IOException | InterruptedException e) {
            // the client closed the connection
        }
    }

    private void respond(String target, OutputStream out) throws IOException {
        if (target.startsWith("/v1/read")) {
            write(out, "{\"success\":true,\"data\":", page, page.length, "}");
        } else if (target.endsWith("/stream")) {
            out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        } else {
            int skip = parameter(target, "skip=");
            int count = Math.min(parameter(target, "limit="), Math.min(MAX_LIMIT, pages - skip));
            boolean whole = count == MAX_LIMIT;
            String head = "{\"success\":true,\"data\":{\"id\":\"job_1\",\"status\":\"completed\",\"mode\":\"batch\","
                    + "\"total\":" + pages + ",\"completed\":" + pages + ",\"results\":[";
            String tail = "]},\"pagination\":{\"total\":" + pages + ",\"skip\":" + skip + ",\"limit\":" + count
                    + ",\"hasMore\":" + (skip + count < pages) + "}}";
            write(out, head, whole ? fullSlice : page, whole ? fullSlice.length : page.length, tail);
        }
    }

    private static void write(OutputStream out, String head, byte[] body, int length, String tail) throws IOException {
        byte[] start = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + (head.length() + length + tail.length()) + "\r\n\r\n" + head)
                .getBytes(StandardCharsets.UTF_8);
        if (length < 100_000) {
            byte[] all = new byte[start.length + length + tail.length()];
            System.arraycopy(start, 0, all, 0, start.length);
            System.arraycopy(body, 0, all, start.length, length);
            System.arraycopy(tail.getBytes(StandardCharsets.UTF_8), 0, all, start.length + length, tail.length());
            out.write(all);
            return;
        }
        out.write(start);
        out.write(body, 0, length);
        out.write(tail.getBytes(StandardCharsets.UTF_8));
    }

    private static int parameter(String target, String name) {
        int from = target.indexOf(name) + name.length();
        int to = target.indexOf('&', from);
        return Integer.parseInt(target.substring(from, to < 0 ? target.length() : to));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
