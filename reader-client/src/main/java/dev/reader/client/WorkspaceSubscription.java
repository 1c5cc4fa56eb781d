package dev.reader.client;

import dev.reader.client.error.ReaderException;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.jobs.EventSubscription;
import java.time.Duration;

/**
 * A subscription to the events of the workspace (docs/reader-api.md §4). It stays up until it, or the client, is closed, or
 * until the server refuses it with 401 or 403; then {@link WorkspaceListener#onEnded} is called.
 *
 * <p>A lost connection is opened again, with backoff, for ever. After a gap the client asks for the jobs that it had seen
 * running, one request each and beside the events, so that the end of each is reported once.
 */
public final class WorkspaceSubscription implements AutoCloseable {
    private final EventSubscription subscription;

    private WorkspaceSubscription(EventSubscription subscription) {
        this.subscription = subscription;
    }

    static WorkspaceSubscription open(Transport transport, WorkspaceListener listener) {
        return new WorkspaceSubscription(EventSubscription.open(transport, new Adapter(listener)));
    }

    /** {@return whether the subscription is up; false once it or the client is closed, or the server refused it} */
    public boolean isOpen() {
        return subscription.isOpen();
    }

    /**
     * Ends the subscription. Returns at once; the listener may still be handling an event then, and gets no further one. Any
     * thread may call this, also the listener's. A second call does nothing.
     */
    @Override
    public void close() {
        subscription.close();
    }

    private record Adapter(WorkspaceListener listener) implements EventSubscription.Listener {
        @Override
        public void onEvent(WorkspaceEvent event) {
            listener.onEvent(event);
        }

        @Override
        public void onConnected() {
            listener.onConnected();
        }

        @Override
        public void onDisconnected(ReaderException cause) {
            listener.onDisconnected(cause);
        }

        @Override
        public void onRecovered(Duration gap) {
            listener.onRecovered(gap);
        }

        @Override
        public void onEnded(ReaderException cause) {
            listener.onEnded(cause);
        }
    }
}
