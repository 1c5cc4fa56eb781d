package dev.reader.examples.desk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** A browser's event stream. Its thread ends when the stream does, or is closed. */
final class LiveStream implements AutoCloseable {
    private final HttpURLConnection connection;
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private volatile String lastId = "";

    LiveStream(String url, String lastEventId) throws IOException {
        connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        if (!lastEventId.isEmpty()) {
            connection.setRequestProperty("Last-Event-ID", lastEventId);
        }
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        Thread thread = new Thread(() -> read(lines), "live-stream");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                }
                received.add(line);
            }
        } catch (IOException e) {
            received.add("(cut)");
        }
    }

    String lastId() {
        return lastId;
    }

    void await(String text, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (received.stream().noneMatch(line -> line.contains(text))) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no '" + text + "' in " + received);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
