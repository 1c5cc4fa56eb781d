package dev.reader.client.internal.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.json.Json;
import dev.reader.client.internal.stream.EventFeed;
import java.util.ArrayDeque;
import java.util.Queue;

/** Decodes what a feed brings, and hands it to a {@link JobWatcher} in bulk. Runs on the feed's worker. */
final class EventIntake<E> implements EventFeed.Listener {
    private static final int MAX_BATCH_EVENTS = 128;
    private static final int MAX_BATCH_WEIGHT = 64 * 1024;

    private final JobWatcher<E> watcher;
    private final EventDecoder<E> decoder;
    private final JobWatcher.Handler<E> handler;
    private final Queue<Runnable> batch = new ArrayDeque<>();
    private long weight;

    EventIntake(JobWatcher<E> watcher, EventDecoder<E> decoder, JobWatcher.Handler<E> handler) {
        this.watcher = watcher;
        this.decoder = decoder;
        this.handler = handler;
    }

    @Override
    public void connected() {
        add(handler::connected, 0);
        flush();
    }

    @Override
    public boolean event(String eventName, String data, long size) {
        boolean last = false;
        try {
            E event = decoder.decode(eventName, data);
            last = decoder.isLast(event);
            add(() -> handler.event(event), size);
        } catch (JsonProcessingException e) {
            String reason = Json.reason(e);
            add(() -> handler.unreadable(eventName, reason), 0);
        }
        if (last || batch.size() >= MAX_BATCH_EVENTS || weight >= MAX_BATCH_WEIGHT) {
            flush();
        }
        return !last;
    }

    @Override
    public boolean truncated(String eventName, String data) {
        // Only the last line end of the last event may be missing from a complete document.
        try {
            E event = decoder.decode(eventName, data);
            if (decoder.isLast(event)) {
                add(() -> handler.event(event), 0);
                flush();
                return true;
            }
        } catch (JsonProcessingException e) {
            return false;
        }
        return false;
    }

    private void add(Runnable input, long size) {
        batch.add(input);
        weight += size;
    }

    @Override
    public void flush() {
        if (!batch.isEmpty()) {
            watcher.put(batch, weight);
            batch.clear();
            weight = 0;
        }
    }

    @Override
    public void disconnected(ReaderException cause) {
        add(() -> handler.disconnected(cause), 0);
        flush();
    }

    @Override
    public void gaveUp(ReaderException cause) {
        add(() -> handler.gaveUp(cause), 0);
        flush();
    }

    @Override
    public void failed(Throwable failure) {
        watcher.feedFailed(failure);
    }
}
