package dev.reader.examples.desk.live;

import java.nio.charset.StandardCharsets;

/**
 * A Server-Sent Event, or another line of the stream.
 *
 * @param state what a browser shows after this event; it gets the next one of the same name only if this differs. Empty if
 *     each is sent
 */
@SuppressWarnings("ArrayRecordComponent")
record Frame(byte[] bytes, String state) {
    static final Frame PING = line(": ping");
    /** The browser reconnects after a second. */
    static final Frame RETRY = line("retry: 1000");

    private static Frame line(String text) {
        return new Frame((text + "\n\n").getBytes(StandardCharsets.UTF_8), "");
    }

    static Frame event(long id, String event, String data) {
        return new Frame(bytes(id, event, data), "");
    }

    static Frame stateful(long id, String event, String data) {
        return new Frame(bytes(id, event, data), data);
    }

    private static byte[] bytes(long id, String event, String data) {
        StringBuilder frame = new StringBuilder(data.length() + 64)
                .append("id: ")
                .append(id)
                .append("\nevent: ")
                .append(event)
                .append('\n');
        data.lines().forEach(line -> frame.append("data: ").append(line).append('\n'));
        return frame.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
