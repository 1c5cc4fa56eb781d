package dev.reader.examples.desk.live;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BrowserConnectionTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final BrowserConnection connection = new BrowserConnection(
            (AsyncContext) Proxy.newProxyInstance(
                    AsyncContext.class.getClassLoader(),
                    new Class<?>[] {AsyncContext.class},
                    (proxy, method, arguments) -> null),
            new ServletOutputStream() {
                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {}

                @Override
                public void write(int value) {
                    sent.write(value);
                }
            },
            () -> {});

    @Test
    void unchangedState_isNotSentAgain_butEachEventIs() {
        connection.onWritePossible();
        connection.send(Frame.stateful(1, "pages", "a"));
        connection.send(Frame.event(1, "job", "1"));
        connection.send(Frame.stateful(2, "pages", "a"));
        connection.send(Frame.event(2, "job", "1"));
        connection.send(Frame.stateful(3, "pages", "b"));
        connection.send(Frame.stateful(4, "pages", "a"));

        assertThat(sent.toString(StandardCharsets.UTF_8).split("\n\n"))
                .containsExactly(
                        "id: 1\nevent: pages\ndata: a",
                        "id: 1\nevent: job\ndata: 1",
                        "id: 2\nevent: job\ndata: 1",
                        "id: 3\nevent: pages\ndata: b",
                        "id: 4\nevent: pages\ndata: a");
    }
}
