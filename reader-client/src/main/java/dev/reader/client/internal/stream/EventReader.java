package dev.reader.client.internal.stream;

import java.io.EOFException;
import java.io.IOException;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** Reads the events of one response until its end, on the calling thread. Serves one response. */
final class EventReader {
    private final Response response;
    private final EventHandler handler;
    private final EventParser parser;
    private final GuardSource guard;

    /** @param limit how many bytes an event may have */
    EventReader(Response response, long limit, EventHandler handler) {
        this(response, limit, handler, EventParser.present());
    }

    EventReader(Response response, long limit, EventHandler handler, EventParser parser) {
        this.response = response;
        this.handler = handler;
        this.parser = parser;
        this.guard = new GuardSource(response.body().source(), limit, handler::flush);
    }

    /** Returns whether any byte of the stream has arrived, even if only a ping. */
    boolean receivedAnything() {
        return guard.receivedAnything();
    }

    /** Returns how many bytes of the stream have been read, including some that follow the last event. */
    long received() {
        return guard.received();
    }

    /**
     * Reads until the handler needs nothing more. Rethrows what the handler throws, Errors included.
     *
     * @throws EventTooLargeException if an event exceeds the limit
     * @throws IOException if the stream ends or breaks before the handler has enough
     */
    void read() throws IOException {
        ResponseBody guarded =
                ResponseBody.create(Okio.buffer(guard), response.body().contentType(), -1);
        Listener listener = new Listener();
        parser.parse(response.newBuilder().body(guarded).build(), listener);
        listener.finish();
    }

    /** Receives the parser's callbacks, all on the thread that reads. */
    private final class Listener extends EventSourceListener {
        private boolean enough;
        private @Nullable Throwable failure;

        @Override
        public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
            // The parser's buffer may still hold events after the handler had enough.
            if (enough || failure != null) {
                return;
            }
            String name = type == null || type.isEmpty() ? "message" : type;
            try {
                enough = guard.endedInEvent() ? handler.truncated(name, data) : !handler.event(name, data, id);
            } catch (Throwable e) {
                // The parser would swallow an Error; finish() rethrows it.
                failure = e;
            }
            if (enough || failure != null) {
                guard.stop();
            }
        }

        @Override
        public void onFailure(EventSource source, @Nullable Throwable error, @Nullable Response failed) {
            // A guard that was stopped in the middle of a line makes the parser fail; that failure means nothing.
            if (!enough && failure == null) {
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
