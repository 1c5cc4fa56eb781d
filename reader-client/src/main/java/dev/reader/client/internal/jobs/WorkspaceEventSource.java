package dev.reader.client.internal.jobs;

import dev.reader.client.error.ReaderException;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.publish.Source;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The events of the workspace as a source, which never ends by itself: the server may refuse it, which is a failure. */
public final class WorkspaceEventSource implements Source<WorkspaceEvent> {
    private final Deadline passed;
    private final EventSubscription subscription;
    private final Queue<WorkspaceEvent> events = new ArrayDeque<>();
    private @Nullable ReaderException failure;

    /** Starts to listen. */
    public WorkspaceEventSource(Transport transport) {
        this.passed = Deadline.now(transport.resources().time());
        this.subscription = new EventSubscription(transport, new EventSubscription.Listener() {
            @Override
            public void onEvent(WorkspaceEvent event) {
                events.add(event);
            }

            @Override
            public void onEnded(ReaderException cause) {
                failure = cause;
            }
        });
        subscription.start();
    }

    @Override
    public @Nullable WorkspaceEvent poll() {
        if (events.isEmpty() && failure == null) {
            subscription.step(passed);
        }
        if (events.isEmpty() && failure != null) {
            throw failure;
        }
        return events.poll();
    }

    @Override
    public boolean isEnded() {
        return false;
    }

    @Override
    public void onReady(Runnable action) {
        subscription.onReady(action);
    }

    @Override
    public void close() {
        subscription.close();
    }
}
