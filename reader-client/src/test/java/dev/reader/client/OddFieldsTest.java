package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.event.JobEvent;
import dev.reader.client.model.Page;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Optional fields of a type that nobody expects, and frames that can't be read: the rest of the job arrives. */
@Timeout(300)
class OddFieldsTest {
    private static final String STREAM = "/v1/jobs/job_1/stream";
    private static final String JOB = "/v1/jobs/job_1";
    private static final int PAGES = 150;
    private static final int ODD = 70;

    private final Simulation simulation = new Simulation();
    private final ServedJob job = ServedJob.ofPages(PAGES);

    /** One odd field of a page. */
    enum Oddity {
        DESCRIPTION_IS_A_LIST("description") {
            @Override
            void on(ObjectNode page) {
                page.putObject("metadata").putArray("description").add("a").add("b");
            }
        },
        SCRAPED_AT_WITHOUT_OFFSET("scrapedAt") {
            @Override
            void on(ObjectNode page) {
                page.putObject("metadata").put("scrapedAt", "2026-03-01T12:00:00");
            }
        },
        HALF_A_CREDIT("credits") {
            @Override
            void on(ObjectNode page) {
                page.put("credits", 0.5);
            }
        };

        final String field;

        Oddity(String field) {
            this.field = field;
        }

        abstract void on(ObjectNode page);

        void isKept(Page page, ObjectNode sent) {
            if (this == HALF_A_CREDIT) {
                assertThat(page.credits()).isNull();
                assertThat(page.additionalProperties()).containsEntry(field, sent.get(field));
                return;
            }
            var metadata = page.metadata();
            assertThat(metadata).isNotNull();
            assertThat(this == SCRAPED_AT_WITHOUT_OFFSET ? metadata.scrapedAt() : metadata.description())
                    .isNull();
            assertThat(metadata.additionalProperties())
                    .containsEntry(field, sent.get("metadata").get(field));
        }
    }

    private void streamOfAllPages(int without) {
        simulation.server.on(STREAM, (stream, number) -> {
            stream.open();
            for (int i = 0; i < PAGES; i++) {
                if (i != without) {
                    stream.event("page", job.results.get(i).toString());
                }
            }
            stream.done("completed", PAGES).end();
        });
        simulation.server.on(JOB, job);
    }

    private ObjectNode oddPage(Oddity oddity) {
        ObjectNode page = job.results.get(ODD);
        oddity.on(page);
        return page;
    }

    @ParameterizedTest
    @EnumSource
    void pageOfAStream_arrivesWithoutItsOddField(Oddity oddity) throws Exception {
        ObjectNode sent = oddPage(oddity);
        streamOfAllPages(-1);

        List<JobEvent> events = simulation.run(reader -> {
            try (JobStream stream = reader.stream(FakeJob.ID)) {
                return stream.stream().toList();
            }
        });

        Deliveries.assertComplete(events, job.results, List.of());
        oddity.isKept(((JobEvent.PageReady) events.get(ODD)).page(), sent);
        assertThat(simulation.server.requests()).as("requests").hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void pageOfTheResults_arrivesWithoutItsOddField(Oddity oddity) throws Exception {
        ObjectNode sent = oddPage(oddity);
        streamOfAllPages(3);

        List<Page> waitedFor =
                simulation.run(reader -> reader.waitForJob(FakeJob.ID)).results();

        assertThat(waitedFor).extracting(Deliveries::text).isEqualTo(Deliveries.texts(job.results));
        oddity.isKept(waitedFor.get(ODD), sent);
    }

    @ParameterizedTest
    @EnumSource
    void entryOfTheResults_arrivesWithoutItsOddField(Oddity oddity) throws Exception {
        ObjectNode sent = oddPage(oddity);
        streamOfAllPages(-1);

        List<Page> listed =
                simulation.run(reader -> reader.jobResults(FakeJob.ID).stream().toList());

        assertThat(listed).extracting(Deliveries::text).isEqualTo(Deliveries.texts(job.results));
        oddity.isKept(listed.get(ODD), sent);
    }

    private static Stream<Arguments> oddFrames() {
        List<String> frames = List.of(
                "event: progress\ndata: {\"status\":\"processing\",\"completed\":1}\n\n",
                "event: progress\ndata: {\"completed\":1,\"total\":\"many\"}\n\n",
                "event: progress\ndata: {\"status\":null,\"completed\":null,\"total\":null}\n\n",
                "event: progress\ndata: []\n\n",
                "event: error\ndata: {\"url\":\"https://a.example/70\",\"error\":null}\n\n",
                "event: error\ndata: {\"url\":\"https://a.example/70\"}\n\n",
                "event: error\ndata: {\"url\":null,\"error\":\"timeout\"}\n\n",
                "event: error\ndata: {\"error\":{\"code\":\"timeout\"}}\n\n",
                "event: error\ndata: null\n\n",
                "event: page\ndata: {\"url\": hm}\n\n",
                "event: page\ndata: {\"markdown\":\"of no URL\"}\n\n",
                "event: page\ndata: <html>\n\n",
                "event: page\ndata: null\n\n",
                "event: done\ndata: {\"status\":null}\n\n",
                "event: done\ndata: so long\n\n",
                "event: page\ndata:\n\n");
        return Stream.of(Following.values()).flatMap(call -> frames.stream().map(frame -> Arguments.of(call, frame)));
    }

    @ParameterizedTest
    @MethodSource("oddFrames")
    void frameThatCantBeRead_leavesItToTheResults(Following call, String frame) throws Exception {
        simulation.server.on(JOB, job).on(STREAM, (stream, number) -> {
            stream.open();
            for (int i = 0; i < PAGES; i++) {
                if (i == ODD) {
                    stream.write(frame);
                } else {
                    stream.event("page", job.results.get(i).toString());
                }
            }
            stream.done("completed", PAGES).end();
        });

        simulation.run(reader -> {
            call.agrees(reader, job, List.of(Deliveries.url(job.results.get(ODD))));
            return null;
        });
    }

    @ParameterizedTest
    @CsvSource({"WAIT_FOR_JOB, 5", "WAIT_FOR_JOB, 400", "STREAM, 5", "STREAM, 400", "PUBLISHER, 400"})
    void frameThatCantBeRead_withMuchBehindItInTheSameWrite(Following call, int behind) throws Exception {
        ServedJob large = ServedJob.ofPages(behind + 1);
        simulation.server.on(JOB, large).on(STREAM, (stream, number) -> {
            StringBuilder write = new StringBuilder("event: page\ndata: {\"url\": hm}\n\n");
            for (ObjectNode page : large.results.subList(1, behind + 1)) {
                write.append(SseServer.Stream.frame("page", page.toString()));
            }
            write.append(SseServer.Stream.frame("done", SseServer.Stream.counts("completed", behind + 1, behind + 1)));
            stream.open().write(write.toString()).end();
        });

        simulation.run(reader -> {
            call.agrees(reader, large, List.of());
            return null;
        });
    }
}
