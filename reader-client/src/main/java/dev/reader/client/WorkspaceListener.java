package dev.reader.client;

import dev.reader.client.error.ReaderException;
import dev.reader.client.event.WorkspaceEvent;
import java.time.Duration;

/**
 * Receives the events of a workspace, and reports of gaps in the connection. Each method does nothing by default.
 *
 * <p>One thread makes all calls, in the order of the events; while a method runs, events wait. An exception that a method
 * throws is logged at WARN, once for each kind of event, and the subscription goes on.
 */
// Not a functional interface: a lambda is a Consumer of events.
public interface WorkspaceListener {

    /**
     * Called when something happened to a job.
     *
     * @param event the event
     */
    default void onEvent(WorkspaceEvent event) {}

    /** Called when the subscription is connected, at first and after each gap: from now on no event is missed. */
    default void onConnected() {}

    /**
     * Called when a gap begins: the connection is lost or could not be opened. The client reconnects until the subscription
     * is closed or refused.
     *
     * @param cause the failure
     */
    default void onDisconnected(ReaderException cause) {}

    /**
     * Called after a gap, once the client has asked for the jobs that were running before it and has reported those that
     * ended in it. A job that can't be read then is asked for again later, and its end is reported when it is known.
     *
     * @param gap how long the gap lasted
     */
    default void onRecovered(Duration gap) {}

    /**
     * Called when the server refuses the subscription with 401 or 403. The subscription is closed; this is the last call.
     *
     * @param cause the refusal
     */
    default void onEnded(ReaderException cause) {}
}
