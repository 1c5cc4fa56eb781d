package dev.reader.client;

import dev.reader.client.error.ReaderException;
import dev.reader.client.event.WorkspaceEvent;
import java.time.Duration;

/**
 * Hears what happens in a workspace, and of the gaps in hearing it. Each method does nothing by itself.
 *
 * <p>All calls come from one thread, in the order in which things happened; while a method runs, nothing else is heard.
 * What a method throws is logged at WARN, once for each kind of event, and the subscription goes on.
 */
// No functional interface: a lambda is a Consumer of events.
public interface WorkspaceListener {

    /**
     * Something happened to a job.
     *
     * @param event what
     */
    default void onEvent(WorkspaceEvent event) {}

    /** The subscription stands: from now on everything is heard. Comes at first, and after each gap. */
    default void onConnected() {}

    /**
     * A gap begins: the connection is lost, or can't be had. The client goes on trying until the subscription is closed,
     * also where the server says no.
     *
     * @param cause why
     */
    default void onDisconnected(ReaderException cause) {}

    /**
     * A gap is over. The jobs that had been running before it were asked for, and those that ended in it have been told.
     *
     * @param gap how long it lasted
     */
    default void onRecovered(Duration gap) {}
}
