package dev.reader.client.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The same streams, read in the way that okhttp-sse 4 needs. */
class EventReaderOnOkHttp4Test extends EventReaderTest {

    @Override
    EventParser parser() {
        return EventParser.OF_CALL;
    }

    @Test
    void isNotNeededWithThisVersion() {
        assertThat(EventParser.present()).isEqualTo(EventParser.OF_RESPONSE);
    }
}
