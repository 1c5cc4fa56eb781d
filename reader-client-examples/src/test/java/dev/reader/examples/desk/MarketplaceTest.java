package dev.reader.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The simulated marketplace itself: what it counts as a failure, and when it gives up. */
class MarketplaceTest {
    private static final String PROCESSING = response(200, "{\"status\":\"processing\"}");
    private static final String COMPLETED = response(200, "{\"status\":\"completed\"}");
    /** Nothing is sent, and the connection stays open. */
    private static final String SILENCE = "(silence)";
    /** The connection ends at once. The client would repeat its request if it got nothing at all. */
    private static final String CUT = "HTTP/1.1 2";

    private final List<AutoCloseable> opened = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private static String response(int status, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body;
    }

    /** Serves one response for each connection, in this order. */
    private Marketplace marketOf(String... responses) throws IOException {
        return new Marketplace(serverOf(responses), "Bearer key");
    }

    private String serverOf(String... responses) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        opened.add(server);
        Deque<String> left = new ArrayDeque<>(Arrays.asList(responses));
        Thread thread = new Thread(() -> serve(server, left), "status-server");
        thread.setDaemon(true);
        thread.start();
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void serve(ServerSocket server, Deque<String> left) {
        while (!left.isEmpty()) {
            try {
                Socket socket = server.accept();
                readHeaders(socket.getInputStream());
                String response = left.removeFirst();
                socket.getOutputStream().write(response.replace(SILENCE, "").getBytes(StandardCharsets.US_ASCII));
                if (response.endsWith(SILENCE)) {
                    opened.add(socket);
                } else {
                    socket.close();
                }
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
                throw new UncheckedIOException(e);
            }
        }
        try {
            server.close(); // further connections are refused
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readHeaders(InputStream in) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            read.append((char) next);
        }
    }

    @Test
    void fourFailures_andThenAnAnswer_keepTheOrder() throws IOException {
        String half = PROCESSING.substring(0, PROCESSING.length() - 5);
        Marketplace market = marketOf(
                PROCESSING,
                CUT,
                half,
                response(500, "{\"status\":\"processing\"}"),
                response(200, "<html>"),
                PROCESSING,
                COMPLETED);

        assertThat(market.follow("o-1", () -> {})).isEqualTo(new Marketplace.Outcome("completed", 7, 0));
        assertThat(market.now()).isEqualTo(Duration.ofMinutes(105));
    }

    @Test
    void fiveRefusedConnections_endTheOrder() throws IOException {
        Marketplace market = marketOf(PROCESSING);

        assertThat(market.follow("o-1", () -> {})).isEqualTo(new Marketplace.Outcome("given up", 6, 5));
    }

    @Test
    void fiveCutConnections_endTheOrder() throws IOException {
        Marketplace market = marketOf(CUT, CUT, CUT, CUT, CUT, COMPLETED);

        assertThat(market.follow("o-1", () -> {})).isEqualTo(new Marketplace.Outcome("given up", 5, 5));
    }

    @Test
    void fiveLateAnswers_endTheOrder() throws IOException {
        String begun = PROCESSING.substring(0, PROCESSING.length() - 5) + SILENCE;
        Marketplace market = new Marketplace(
                serverOf(SILENCE, begun, SILENCE, begun, SILENCE), "Bearer key", Duration.ofMillis(200));

        assertThat(market.follow("o-1", () -> {})).isEqualTo(new Marketplace.Outcome("given up", 5, 5));
    }
}
