package dev.reader.client.internal.http;

import java.io.InputStream;
import java.util.Objects;
import okio.Buffer;

/** Reads a buffer without changing it. Doesn't share its segments, so that they can be recycled. */
final class BufferStream extends InputStream {
    private final Buffer.UnsafeCursor cursor;
    private long left;
    private int position;

    BufferStream(Buffer buffer) {
        cursor = buffer.readUnsafe(new Buffer.UnsafeCursor());
        left = buffer.size();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        if (position == cursor.end || cursor.data == null) {
            cursor.next();
            position = cursor.start;
        }
        int count = Math.min(length, cursor.end - position);
        System.arraycopy(Objects.requireNonNull(cursor.data), position, target, offset, count);
        position += count;
        left -= count;
        return count;
    }
}
