package dev.reader.client.internal.sse;

/** Takes the events of one connection, on the thread that reads it; as long as it doesn't return, nothing is read. */
public interface EventHandler {

    /**
     * The server has answered with a stream.
     *
     * @return whether its events are wanted
     */
    default boolean opened() {
        return true;
    }

    /**
     * An event has come whole.
     *
     * @param name its name; {@code message} where the server gave none
     * @return whether more is wanted
     */
    boolean event(String name, String data);

    /** Everything that has come was told; what follows is waited for. */
    default void caughtUp() {}

    /**
     * The stream has ended in order, but in this event. What has come of it may lack its end.
     *
     * @return whether it was whole all the same and the last that was wanted
     */
    default boolean unfinished(String name, String data) {
        return false;
    }
}
