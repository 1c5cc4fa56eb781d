package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.event.JobEvent;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is held ahead of a reader that is slow, or has closed its stream. */
@Timeout(300)
class SlowStreamReaderTest {
    private static final String STREAM = "/v1/jobs/job_1/stream";
    private static final int EVENTS = 300;
    private static final int CHARACTERS = 256 * 1024;
    /** What the kernel holds of both ends of a connection, and something for the client. */
    private static final long HELD = 24L << 20;

    /** Where in an event its bulk is. */
    enum Bulk {
        MARKDOWN {
            @Override
            void in(ObjectNode page, String text) {
                page.put("markdown", text);
            }
        },
        EXTRACTED {
            @Override
            void in(ObjectNode page, String text) {
                page.putObject("extracted").put("text", text);
            }
        },
        METADATA {
            @Override
            void in(ObjectNode page, String text) {
                page.putObject("metadata").put("description", text);
            }
        },
        FIELD_OF_TOMORROW {
            @Override
            void in(ObjectNode page, String text) {
                page.putArray("chunks").add(text);
            }
        },
        ERROR_TEXT {
            @Override
            void in(ObjectNode page, String text) {
                page.put("error", text);
            }

            @Override
            String event() {
                return "error";
            }
        },
        UNKNOWN_EVENT {
            @Override
            void in(ObjectNode page, String text) {
                page.put("text", text);
            }

            @Override
            String event() {
                return "tomorrow";
            }
        };

        abstract void in(ObjectNode page, String text);

        String event() {
            return "page";
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHeldAhead_isWeighedByItsBytes_whateverTheField(Bulk bulk) throws Exception {
        AtomicLong written = new AtomicLong();
        String text = "x".repeat(CHARACTERS);
        CountDownLatch never = new CountDownLatch(1);
        try (SseServer server = new SseServer();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey("rdr_key")
                        .baseUrl(server.url())
                        .time(new FakeTime())
                        .build()) {
            server.on(STREAM, (stream, number) -> {
                stream.open();
                for (int i = 0; i < EVENTS; i++) {
                    ObjectNode page = JsonNodeFactory.instance.objectNode().put("url", "https://a.example/" + i);
                    bulk.in(page, text);
                    stream.event(bulk.event(), page.toString());
                    written.addAndGet(CHARACTERS);
                }
                stream.silence();
            });
            try (JobStream stream = reader.stream("job_1")) {
                assertThat(stream.iterator().hasNext()).isTrue();
                long before = -1;
                while (before != written.get()) {
                    before = written.get();
                    assertThat(never.await(300, TimeUnit.MILLISECONDS)).isFalse();
                }

                assertThat(before)
                        .as("bytes written to a reader that does not read")
                        .isLessThan(HELD);
            }
        }
    }

    @Test
    void eventThatHasNextAnswered_isGivenAfterClose() throws Exception {
        Simulation simulation = new Simulation();
        simulation.server.on(
                STREAM,
                (stream, number) -> simulation.pingOn(stream.open().page(1).page(2)));

        simulation.run(reader -> {
            JobStream stream = reader.stream("job_1");
            Iterator<JobEvent> events = stream.iterator();
            assertThat(events.hasNext()).isTrue();

            stream.close();

            assertThat(events.next())
                    .isInstanceOfSatisfying(
                            JobEvent.PageReady.class,
                            ready -> assertThat(ready.page().url()).isEqualTo("https://a.example/1"));
            assertThat(events.hasNext()).isFalse();
            return null;
        });
    }
}
