package dev.reader.client.internal.stream;

import org.jspecify.annotations.Nullable;

/** Handles the events of one connection, on the thread that reads it; nothing is read until a method returns. */
interface EventHandler {

    /**
     * Handles a complete event.
     *
     * @param name its name; {@code message} if the server sent none
     * @param id the last event id that the server sent, or null
     * @return whether to read on
     */
    boolean event(String name, String data, @Nullable String id);

    /** Called when everything that has arrived was handled, before the reader waits for more. */
    default void flush() {}

    /**
     * Handles an event that the end of the stream cut; its data may be incomplete.
     *
     * @return whether the event was usable and the handler needs nothing more
     */
    default boolean truncated(String name, String data) {
        return false;
    }
}
