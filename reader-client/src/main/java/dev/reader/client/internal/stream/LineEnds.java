package dev.reader.client.internal.stream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line ends eight bytes at a time, because the search examines every byte of a stream. */
final class LineEnds {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private LineEnds() {}

    /** Returns the index of the first CR or LF at or after {@code from}, or {@code count} if there is none. */
    static int next(byte[] bytes, int from, int count) {
        int i = from;
        for (; i + 8 <= count; i += 8) {
            long word = (long) LONGS.get(bytes, i);
            long found = zeroBytes(word ^ ('\n' * ONES)) | zeroBytes(word ^ ('\r' * ONES));
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / 8;
            }
        }
        while (i < count && bytes[i] != '\n' && bytes[i] != '\r') {
            i++;
        }
        return i;
    }

    /** Sets the high bit of the first zero byte, and possibly of later bytes. */
    private static long zeroBytes(long word) {
        return (word - ONES) & ~word & HIGH_BITS;
    }
}
