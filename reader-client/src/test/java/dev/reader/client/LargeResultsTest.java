package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.model.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers and events that are too large: results are asked for in smaller parts, all else is a clear error. */
@Timeout(300)
@ParameterizedClass(name = "{0}")
@EnumSource(Style.class)
class LargeResultsTest {
    private static final int LIMIT = 64 * 1024;

    @Parameter
    private Style style;

    private final Simulation simulation = new Simulation();

    private ServedJob serve(int pages, int characters) {
        ServedJob job = new ServedJob(FakeJob.ID);
        for (int i = 0; i < pages; i++) {
            job.add(FakeJob.page("https://a.example/" + i, i + "x".repeat(characters)));
        }
        simulation.server.on("/v1/jobs/job_1", job);
        simulation.server.on(
                "/v1/jobs/job_1/stream",
                (stream, number) -> stream.open().done("completed", pages).end());
        simulation.server.on("/v1/events", (stream, number) -> simulation.pingOn(stream.open()));
        return job;
    }

    private interface Use<T> {
        T of(AnyReader reader) throws Exception;
    }

    private <T> T run(Use<T> use) throws Exception {
        return simulation.run(
                simulation.server.builder().maxResponseBytes(LIMIT), client -> use.of(style.reader(client)));
    }

    private static void assertAll(List<Page> pages, ServedJob job) {
        assertThat(pages).extracting(Deliveries::text).isEqualTo(Deliveries.texts(job.results));
    }

    @ParameterizedTest(name = "{0} pages of {1} characters: at most {2} requests")
    @CsvSource({"100, 100, 1", "100, 1000, 4", "250, 1000, 8", "90, 10000, 40", "20, 50000, 30"})
    void jobResults_areAskedForInHalves(int pages, int characters, int requests) throws Exception {
        ServedJob job = serve(pages, characters);

        assertAll(run(reader -> reader.jobResults(FakeJob.ID).stream().toList()), job);
        assertThat(simulation.server.requests()).hasSizeLessThanOrEqualTo(requests);
    }

    @ParameterizedTest
    @CsvSource({"100, 1000", "90, 10000", "20, 50000"})
    void waitForJob_asksForResultsInHalves(int pages, int characters) throws Exception {
        ServedJob job = serve(pages, characters);

        assertAll(run(reader -> reader.waitForJob(FakeJob.ID)).results(), job);
    }

    @ParameterizedTest
    @CsvSource({"100, 1000", "90, 10000", "20, 50000"})
    void waitForJobs_asksForResultsInHalves(int pages, int characters) throws Exception {
        ServedJob job = serve(pages, characters);

        Map<String, JobOutcome> outcomes =
                run(reader -> reader.waitForJobs(List.of(FakeJob.ID), WaitOptions.defaults()));

        assertThat(outcomes.get(FakeJob.ID))
                .isInstanceOfSatisfying(
                        JobOutcome.Ended.class, ended -> assertAll(ended.job().results(), job));
    }

    @ParameterizedTest
    @CsvSource({"100, 1000", "90, 10000", "20, 50000"})
    void jobStream_asksForResultsInHalves(int pages, int characters) throws Exception {
        ServedJob job = serve(pages, characters);

        Deliveries.assertComplete(
                run(reader -> {
                    try (AnyReader.AnyStream stream = reader.stream(FakeJob.ID)) {
                        return stream.stream().toList();
                    }
                }),
                job.results,
                List.of());
    }

    @Test
    void onePageAboveTheLimit_isAnErrorThatNamesTheLimit() {
        serve(3, LIMIT);

        assertThatThrownBy(() ->
                        run(reader -> reader.jobResults(FakeJob.ID).stream().toList()))
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining(String.valueOf(LIMIT));
    }

    @Test
    void stateOfAJob_comesWithoutContent() throws Exception {
        ServedJob job = serve(3, LIMIT);

        assertThat(run(reader -> reader.getJob(FakeJob.ID)).completed()).isEqualTo(3);
        assertThat(job.resultsSent).hasValue(0);
    }

    /** Meets an endless line in whatever heap it is given, and says what comes of it. */
    static final class Program {
        public static void main(String[] args) {
            try (ReaderClient reader = ReaderClient.builder()
                            .apiKey("rdr_key")
                            .baseUrl(args[0])
                            .maxRetries(0)
                            .build();
                    JobStream stream = reader.stream("job_1")) {
                System.out.println(
                        args[1].equals("event")
                                ? stream.stream().count()
                                : reader.scrape("https://example.com/").url());
            } catch (RuntimeException e) {
                System.out.println("threw " + e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"event", "answer"})
    void endlessLine_inALittleHeap_isAClearError(String where) throws IOException, InterruptedException {
        assumeTrue(style == Style.BLOCKING, "both styles read the same bytes");
        String text = "x".repeat(1 << 20);
        try (RawServer server = new RawServer(connection -> {
            boolean stream = connection.read().path().endsWith("/stream");
            if (stream && where.equals("answer")) {
                connection.write(SseServer.HEAD);
                connection.atEnd();
                return;
            }
            connection.write(
                    stream
                            ? SseServer.HEAD + "event: page\ndata: "
                            : "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n\"");
            while (true) {
                connection.write(text);
            }
        })) {
            Process program = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx192m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Program.class.getName(),
                            server.url(),
                            where))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(program.waitFor()).as(output).isZero();
            assertThat(output).contains("threw " + ReaderProtocolException.class.getName());
        }
    }
}
