package dev.reader.client.internal.sse;

import java.io.EOFException;
import java.io.IOException;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** Reads the events of one answer to their end, on the calling thread. Made for one answer. */
public final class EventReader {
    private final Response response;
    private final EventHandler handler;
    private final GuardSource guard;

    /** @param limit how many bytes an event may have */
    public EventReader(Response response, long limit, EventHandler handler) {
        this.response = response;
        this.handler = handler;
        this.guard = new GuardSource(response.body().source(), limit, this::caughtUp);
    }

    /** Whether any byte of the stream has come, be it only a ping. */
    public boolean heard() {
        return guard.heard();
    }

    /**
     * Reads until the handler wants no more. What the handler throws, also an Error, is thrown on.
     *
     * @throws EventTooLargeException if an event is above the limit
     * @throws IOException if the stream ends, or can't be read, before the handler had enough
     */
    public void read() throws IOException {
        ResponseBody guarded =
                ResponseBody.create(Okio.buffer(guard), response.body().contentType(), -1);
        Listener listener = new Listener();
        EventSources.processResponse(response.newBuilder().body(guarded).build(), listener);
        listener.finish();
    }

    private void caughtUp() {
        handler.caughtUp();
    }

    /** The callbacks, all on the thread that reads. */
    private final class Listener extends EventSourceListener {
        private boolean enough;
        private @Nullable Throwable failure;

        @Override
        public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
            // events that were in the parser's buffer when the handler had enough
            if (enough || failure != null) {
                return;
            }
            String name = type == null || type.isEmpty() ? "message" : type;
            try {
                enough = guard.endedInEvent() ? handler.unfinished(name, data) : !handler.event(name, data);
            } catch (Throwable e) {
                // The parser would swallow an Error; finish() throws it on.
                failure = e;
            }
            if (enough || failure != null) {
                guard.stop();
            }
        }

        @Override
        public void onFailure(EventSource source, @Nullable Throwable error, @Nullable Response failed) {
            if (failure == null) {
                failure = error == null ? new IOException("the stream could not be read") : error;
            }
        }

        void finish() throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            if (!enough) {
                throw new EOFException(
                        guard.endedInEvent() ? "the stream ended in the middle of an event" : "the stream ended");
            }
        }
    }
}
