package dev.reader.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import okio.Buffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferStreamTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 100_000})
    void everyByteIsRead_andTheBufferStaysAsItIs(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Buffer buffer = new Buffer().write(bytes);

        assertThat(new BufferStream(buffer).readAllBytes()).isEqualTo(bytes);
        assertThat(new BufferStream(buffer).readNBytes(size / 2)).hasSize(size / 2);
        try (BufferStream one = new BufferStream(buffer)) {
            for (byte expected : bytes) {
                assertThat(one.read()).isEqualTo(expected & 0xff);
            }
            assertThat(one.read()).isEqualTo(-1);
            assertThat(one.read(new byte[8])).isEqualTo(-1);
        }
        assertThat(buffer.readByteArray()).isEqualTo(bytes);
    }
}
