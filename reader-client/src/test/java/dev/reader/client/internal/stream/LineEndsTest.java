package dev.reader.client.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LineEndsTest {

    /** Bytes around CR and LF, where a mistake in the arithmetic would show. */
    @Property
    void findsTheFirst(
            @ForAll @Size(max = 40) byte[] any,
            @ForAll @Size(max = 40) @ByteRange(min = 9, max = 14) byte[] near,
            @ForAll @IntRange(max = 40) int start) {
        check(any, Math.min(start, any.length));
        check(near, Math.min(start, near.length));
    }

    private static void check(byte[] bytes, int from) {
        int expected = from;
        while (expected < bytes.length && bytes[expected] != '\n' && bytes[expected] != '\r') {
            expected++;
        }
        assertThat(LineEnds.next(bytes, from, bytes.length)).isEqualTo(expected);
    }
}
