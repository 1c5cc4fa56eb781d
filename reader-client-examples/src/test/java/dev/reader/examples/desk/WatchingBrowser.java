package dev.reader.examples.desk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Watches a job as {@code EventSource} does: when its connection breaks, it connects again, with the id of the last event.
 * A load balancer is imitated by trying each instance in turn. One thread, which {@link #close} ends.
 */
final class WatchingBrowser implements AutoCloseable {
    private static final long RETRY_NANOS = 1_000_000_000;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int IDLE_MILLIS = 40_000;

    /** An event, and the instance that it came from. */
    record Event(String instance, long id, String name, String data) {}

    private final List<String> instances;
    private final String path;
    private final List<Event> events = new ArrayList<>();
    private final Thread thread = new Thread(this::watch, "watching-browser");
    private volatile boolean closed;
    private volatile @Nullable HttpURLConnection connection;
    private @Nullable String lastId;

    WatchingBrowser(List<String> instances, String jobPath) {
        this.instances = instances;
        this.path = jobPath + "/events";
        thread.setDaemon(true);
        thread.start();
    }

    List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    private void watch() {
        for (int attempt = 0; !closed; attempt++) {
            String instance = instances.get(attempt % instances.size());
            try {
                follow(instance);
            } catch (IOException e) {
                // as EventSource does, the next attempt follows
            }
            if (!closed) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private void follow(String instance) throws IOException {
        HttpURLConnection opened =
                (HttpURLConnection) URI.create(instance + path).toURL().openConnection();
        connection = opened;
        opened.setConnectTimeout(CONNECT_MILLIS);
        opened.setReadTimeout(IDLE_MILLIS);
        if (lastId != null) {
            opened.setRequestProperty("Last-Event-ID", lastId);
        }
        try (InputStream body = opened.getInputStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String name = "";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    add(instance, name, data.toString());
                    name = "";
                    data.setLength(0);
                } else if (line.startsWith("id: ")) {
                    lastId = line.substring("id: ".length());
                } else if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring("data: ".length())).append('\n');
                }
            }
        } finally {
            opened.disconnect();
        }
    }

    private void add(String instance, String name, String data) {
        if (!name.isEmpty() && lastId != null) {
            synchronized (events) {
                events.add(new Event(instance, Long.parseLong(lastId), name, data));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        HttpURLConnection open = connection;
        if (open != null) {
            open.disconnect();
        }
        LockSupport.unpark(thread);
    }
}
