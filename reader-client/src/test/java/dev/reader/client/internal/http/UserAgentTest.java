package dev.reader.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UserAgentTest {
    private static final String JAVA = " (Java " + Runtime.version().feature() + ")";

    @Test
    void theBuildSetsTheVersion() {
        assertThat(UserAgent.VALUE).matches("reader-client-java/\\d+\\.\\d+\\.\\d+\\S* \\(Java \\d+\\)");
    }

    @Test
    void aVersionThatRepackagingLost_isLeftOut() {
        assertThat(UserAgent.of(null)).isEqualTo("reader-client-java" + JAVA);
        assertThat(UserAgent.of(new ByteArrayInputStream("other=1".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("reader-client-java" + JAVA);
    }

    @Test
    void aVersionThatCannotBeRead_isLeftOut() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };

        assertThat(UserAgent.of(broken)).isEqualTo("reader-client-java" + JAVA);
    }
}
