package dev.reader.examples.desk.live;

import java.nio.charset.StandardCharsets;

/** The bytes of Server-Sent Events. */
final class Frame {
    static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.UTF_8);
    /** The browser reconnects after a second. */
    static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

    private Frame() {}

    static byte[] of(long id, String event, String data) {
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
