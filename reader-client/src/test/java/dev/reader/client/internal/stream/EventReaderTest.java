package dev.reader.client.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form in which events come over the wire, whole and in single bytes. */
@Timeout(300)
class EventReaderTest {
    private static final long LIMIT = 1000;

    private final List<String> events = new ArrayList<>();

    EventParser parser() {
        return EventParser.OF_RESPONSE;
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                form("LF", "event: a\ndata: 1\n\nevent: b\ndata: 2\n\n", "a=1", "b=2"),
                form("CRLF", "event: a\r\ndata: 1\r\n\r\nevent: b\r\ndata: 2\r\n\r\n", "a=1", "b=2"),
                form("CR", "event: a\rdata: 1\r\revent: b\rdata: 2\r\r", "a=1", "b=2"),
                form("mixed line ends", "event: a\rdata: 1\r\n\nevent: b\ndata: 2\n\r", "a=1", "b=2"),
                form("byte order mark", "\uFEFFevent: a\ndata: 1\n\n", "a=1"),
                form("byte order mark only at the start", "event: a\ndata: \uFEFF1\n\n", "a=\uFEFF1"),
                form("the first bytes of a mark that is none", "data: ï\n\n", "message=ï"),
                form("several data lines", "event: a\ndata: 1\ndata: 2\ndata:\ndata: 3\n\n", "a=1\n2\n\n3"),
                form("fields without a space", "event:a\ndata:1\n\n", "a=1"),
                form("a second space is data", "event: a\ndata:  1\n\n", "a= 1"),
                form("comments", ": ping\n\n:\nevent: a\n: within\ndata: 1\n\n: ping\n\n", "a=1"),
                form("CRLF comments", ": ping\r\n\r\nevent: a\r\ndata: 1\r\n\r\n", "a=1"),
                form("unknown fields", "id: 7\nretry: 10\nfoo: bar\nfoo\nevent: a\ndata: 1\n\n", "a=1"),
                form("an event without data is none", "event: a\n\nevent: b\ndata: 2\n\n", "b=2"),
                form("an event without a name", "data: 1\n\n", "message=1"),
                form("an event with an empty name", "event:\ndata: 1\n\n", "message=1"),
                form("blank lines between", "\n\n\nevent: a\ndata: 1\n\n\n\n", "a=1"),
                form("characters of four bytes", "event: a\ndata: \uD83D\uDE00 ü\n\n", "a=\uD83D\uDE00 ü"),
                form("nothing at all", ""));
    }

    private static Arguments form(String name, String wire, String... expected) {
        return Arguments.of(name, wire, List.of(expected));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void readsEveryForm(String name, String wire, List<String> expected) {
        assertThatThrownBy(() -> read(bytes(wire), false)).isInstanceOf(EOFException.class);

        assertThat(events).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void readsEveryFormByteByByte(String name, String wire, List<String> expected) {
        assertThatThrownBy(() -> read(bytes(wire), true)).isInstanceOf(EOFException.class);

        assertThat(events).isEqualTo(expected);
    }

    static Stream<Arguments> truncated() {
        return Stream.of(
                form("no final blank line", "event: a\ndata: 1\n\nevent: b\ndata: 2\n", "a=1", "b=2 truncated"),
                form("no final line end", "event: a\ndata: 1\n\nevent: b\ndata: 2", "a=1", "b=2 truncated"),
                form("no final blank line, CR", "event: a\rdata: 1\r\revent: b\rdata: 2\r", "a=1", "b=2 truncated"),
                form("no final blank line, CRLF", "event: b\r\ndata: 2\r\n", "b=2 truncated"),
                form("in a data line", "event: b\ndata: {\"x", "b={\"x truncated"),
                form("in a name", "event: a\ndata: 1\n\nev", "a=1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("truncated")
    void noticesAnEndInTheMiddleOfAnEvent(String name, String wire, List<String> expected) {
        for (boolean single : new boolean[] {false, true}) {
            events.clear();
            assertThatThrownBy(() -> read(bytes(wire), single))
                    .isInstanceOf(EOFException.class)
                    .hasMessage("the stream ended in the middle of an event");
            assertThat(events).isEqualTo(expected);
        }
    }

    @Test
    void theHandlerMayTakeAnUnfinishedEventAsTheLast() throws IOException {
        EventReader reader = reader(bytes("event: done\ndata: {}"), false, new EventHandler() {
            @Override
            public boolean event(String name, String data, @Nullable String id) {
                throw new AssertionError("not whole");
            }

            @Override
            public boolean truncated(String name, String data) {
                events.add(name);
                return true;
            }
        });

        reader.read();

        assertThat(events).containsExactly("done");
    }

    @Test
    void stopsWhenTheHandlerHasEnough() throws IOException {
        reader(bytes("data: 1\n\ndata: 2\n\ndata: 3\n\n"), false, (name, data, id) -> {
                    events.add(data);
                    return !data.equals("2");
                })
                .read();

        assertThat(events).containsExactly("1", "2");
    }

    @Test
    void throwsOnWhatTheHandlerThrows() {
        RuntimeException failure = new IllegalStateException("the handler's");

        assertThatThrownBy(() -> reader(bytes("data: 1\n\ndata: 2\n\n"), false, (name, data, id) -> {
                            throw failure;
                        })
                        .read())
                .isSameAs(failure);
    }

    @Test
    void throwsOnAnErrorOfTheHandler() {
        Error failure = new StackOverflowError();

        assertThatThrownBy(() -> reader(bytes("data: 1\n\ndata: 2\n\n"), false, (name, data, id) -> {
                            throw failure;
                        })
                        .read())
                .isSameAs(failure);
    }

    @Test
    void throwsOnWhatTheConnectionThrows() {
        IOException failure = new IOException("reset");
        Buffer before = new Buffer().write(bytes("data: 1\n\ndata: 2"));
        EventReader reader = reader(
                new ForwardingSource(before) {
                    @Override
                    public long read(Buffer sink, long byteCount) throws IOException {
                        long count = super.read(sink, byteCount);
                        if (count < 0) {
                            throw failure;
                        }
                        return count;
                    }
                },
                this::keep);

        assertThatThrownBy(() -> reader.read()).isSameAs(failure);
        assertThat(events).containsExactly("message=1");
        assertThat(reader.receivedAnything()).isTrue();
    }

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                Arguments.of("one endless line", "data: " + "x".repeat(1001)),
                Arguments.of("many data lines", "data: 0123456789\n".repeat(100)),
                Arguments.of("an endless field name", "x".repeat(1001)),
                Arguments.of("an endless comment", ":" + "x".repeat(1001)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooLarge")
    void refusesAnEventAboveTheLimit(String name, String wire) {
        assertThatThrownBy(() -> read(bytes(wire), false))
                .isInstanceOf(EventTooLargeException.class)
                .hasMessageContaining("1000 bytes");
        assertThat(events).isEmpty();
    }

    @Test
    void manyEventsAndPingsMayBeLargerThanTheLimitTogether() {
        String wire = "data: 0123456789\n\n: ping\n".repeat(500);

        assertThatThrownBy(() -> read(bytes(wire), false)).isInstanceOf(EOFException.class);
        assertThat(events).hasSize(500);
    }

    @Test
    void receivesNothingFromAnEmptyBody() {
        EventReader reader = reader(bytes(""), false, this::keep);

        assertThatThrownBy(() -> reader.read()).hasMessage("the stream ended");
        assertThat(reader.receivedAnything()).isFalse();
    }

    @Test
    void receivesPings() {
        EventReader reader = reader(bytes(": ping\n\n"), false, this::keep);

        assertThatThrownBy(() -> reader.read()).hasMessage("the stream ended");
        assertThat(reader.receivedAnything()).isTrue();
    }

    private boolean keep(String name, String data, @Nullable String id) {
        events.add(name + "=" + data);
        return true;
    }

    private void read(byte[] wire, boolean single) throws IOException {
        reader(wire, single, new EventHandler() {
                    @Override
                    public boolean event(String name, String data, @Nullable String id) {
                        return keep(name, data, id);
                    }

                    @Override
                    public boolean truncated(String name, String data) {
                        events.add(name + "=" + data + " truncated");
                        return false;
                    }
                })
                .read();
    }

    private EventReader reader(byte[] wire, boolean single, EventHandler handler) {
        return reader(
                new ForwardingSource(new Buffer().write(wire)) {
                    @Override
                    public long read(Buffer sink, long byteCount) throws IOException {
                        return super.read(sink, single ? 1 : byteCount);
                    }
                },
                handler);
    }

    private EventReader reader(okio.Source source, EventHandler handler) {
        Response response = new Response.Builder()
                .request(new Request.Builder().url("http://localhost/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .body(ResponseBody.create(Okio.buffer(source), MediaType.get("text/event-stream"), -1))
                .build();
        return new EventReader(response, LIMIT, handler, parser());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
