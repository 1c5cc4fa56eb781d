package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.FakeJob.Connection;
import dev.reader.client.event.JobEvent;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each page once, wherever the stream breaks off. */
@Timeout(300)
class JobStreamCutTest {
    /** The record, the results, and a result of the repeated URL that had to be held back. */
    private static final int MAX_REQUESTS = 2 + 1;

    private static final String[] SITE = {"https://a.example/1", "https://a.example/2", "https://a.example/3"};

    /** With repeated URLs: with the same content, with other content, failed and not. */
    private static FakeJob recording() {
        return new FakeJob()
                .frame(": ping\n\n")
                .frame("event: progress\ndata: {\"status\":\"processing\",\"completed\":0,\"total\":7}\n\n")
                .add(FakeJob.page(SITE[0], "ä \uD83D\uDE00"))
                .add(FakeJob.page(SITE[0], "ä \uD83D\uDE00"))
                .add(FakeJob.failed(SITE[1], "timeout"))
                .frame(": ping\n\n")
                .add(FakeJob.page(SITE[0], "other content"))
                .frame("event: tomorrow\ndata: {\"x\":1}\n\n")
                .add(FakeJob.failed(SITE[0], "timeout"))
                .add(FakeJob.page(SITE[2], "3"))
                .add(FakeJob.failed(SITE[1], "timeout"))
                .done();
    }

    /** A cut: its number, whether the next connection replays, whether it is a reset, how many frames are missed. */
    static List<Arguments> cuts() {
        return List.of(
                Arguments.of(0, false, false, 0),
                Arguments.of(1, false, true, 0),
                Arguments.of(2, false, false, 2),
                Arguments.of(3, false, true, 2),
                Arguments.of(4, false, true, 100),
                Arguments.of(5, true, false, 0),
                Arguments.of(6, true, true, 0),
                Arguments.of(7, true, true, 100));
    }

    @ParameterizedTest(name = "replay {1}, reset {2}, {3} frames missed")
    @MethodSource("dev.reader.client.JobStreamCutTest#cuts")
    void eachPageOnce_cutAtEveryByte_inTurns(int first, boolean replay, boolean reset, int missed) {
        checkCuts(first, cuts().size(), replay, reset, missed);
    }

    @ParameterizedTest(name = "replay {1}, reset {2}, {3} frames missed")
    @MethodSource("dev.reader.client.JobStreamCutTest#cuts")
    @Tag("drill")
    void eachPageOnce_cutAtEveryByte(int number, boolean replay, boolean reset, int missed) {
        checkCuts(0, 1, replay, reset, missed);
    }

    private static void checkCuts(int first, int step, boolean replay, boolean reset, int missed) {
        int length = recording().length();
        assertThat(length).isGreaterThan(500);
        for (int cut = first; cut <= length; cut += step) {
            String at = "cut after byte " + cut;
            FakeJob job = recording()
                    .connections(
                            List.of(new Connection(cut, reset, missed, false)),
                            new Connection(Integer.MAX_VALUE, false, 0, replay));
            try (ReaderClient client = job.client(new FakeTime())) {
                Delivery.of(client).isExactly(job, at);
            }
            assertThat(job.streams()).as(at).isLessThanOrEqualTo(2);
            assertThat(job.resultRequests()).as(at).isBetween(2, MAX_REQUESTS);
        }
    }

    @ParameterizedTest(name = "replay {0}")
    @CsvSource({"false", "true"})
    void eachPageOnce_cutAgainAndAgain(boolean replay) {
        for (int step = 1; step <= 150; step++) {
            String at = "cut every " + step + " bytes";
            // With a replay each connection gets a step further than the one before it; without, each gets a step.
            int size = step;
            List<Connection> cuts = java.util.stream.IntStream.rangeClosed(
                            1, 1 + recording().length() / step)
                    .mapToObj(n -> new Connection(replay ? n * size : size, n % 2 == 0, n % 3 == 0 ? 1 : 0, replay))
                    .toList();
            FakeJob job = recording().connections(cuts, new Connection(Integer.MAX_VALUE, false, 0, replay));
            try (ReaderClient client = job.client(new FakeTime())) {
                Delivery.of(client).isExactly(job, at);
            }
            assertThat(job.resultRequests()).as(at).isBetween(2, MAX_REQUESTS);
        }
    }

    @ParameterizedTest(name = "opened after {0} frames")
    @CsvSource({"0", "3", "5", "11", "12", "100"})
    void eachPageOnce_openedLate(int frames) {
        FakeJob job = recording().openedAfter(frames);
        try (ReaderClient client = job.client(new FakeTime())) {
            Delivery.of(client).isExactly(job, "opened after " + frames);
        }
        assertThat(job.streams()).isEqualTo(1);
        assertThat(job.resultRequests()).isBetween(2, MAX_REQUESTS);
    }

    @Test
    void anUndisturbedStreamOfDistinctPagesCostsOneRequest() {
        FakeJob job = new FakeJob()
                .frame("event: progress\ndata: {\"status\":\"processing\",\"completed\":0,\"total\":3}\n\n")
                .add(FakeJob.page(SITE[0], "1"))
                .frame("event: tomorrow\ndata: {\"x\":1}\n\n")
                .add(FakeJob.page(SITE[1], "2"))
                .add(FakeJob.page(SITE[2], "3"))
                .done();
        try (ReaderClient client = job.client(new FakeTime())) {
            Delivery delivery = Delivery.of(client);

            delivery.isExactly(job, "undisturbed");
            assertThat(delivery.events().get(0)).isInstanceOf(JobEvent.Progress.class);
            assertThat(delivery.events())
                    .filteredOn(JobEvent.Unknown.class::isInstance)
                    .hasSize(1);
        }
        assertThat(job.streams()).isEqualTo(1);
        assertThat(job.resultRequests()).isZero();
    }

    @Test
    void anUndisturbedStreamOfRepeatedUrlsOrFailuresCostsTheResultsToo() {
        FakeJob job = recording();
        try (ReaderClient client = job.client(new FakeTime())) {
            Delivery.of(client).isExactly(job, "repeated URLs");
        }
        assertThat(job.streams()).isEqualTo(1);
        assertThat(job.resultRequests()).as("the record and the results").isEqualTo(2);
    }

    @ParameterizedTest(name = "{0} of 450 pages missing after the first {1}")
    @CsvSource({"0, 200", "1, 200", "100, 200", "101, 200", "250, 0", "250, 199", "450, 0"})
    void afterACut_oneRequestForTheRecordAndOneForEachHundredResults(int missing, int before) {
        FakeJob job = new FakeJob();
        for (int i = 0; i < 450; i++) {
            job.add(FakeJob.page("https://a.example/" + i, "page " + i));
        }
        job.done();
        int bytes = before == 0 ? 0 : job.length() - tail(job, before);
        job.connections(List.of(new Connection(bytes, true, missing, false)), Connection.WHOLE);
        try (ReaderClient client = job.client(new FakeTime())) {
            Delivery.of(client).isExactly(job, "large");
        }
        assertThat(job.resultRequests()).isEqualTo(1 + 5);
    }

    /** How many bytes of the stream follow the first pages. */
    private static int tail(FakeJob job, int pages) {
        FakeJob head = new FakeJob();
        job.results().subList(0, pages).forEach(head::add);
        return job.length() - head.length();
    }

    @Test
    void resultsInAnotherOrderThanTheStreamsAreFoundToo() {
        FakeJob job = new FakeJob();
        for (int i = 0; i < 250; i++) {
            job.add(FakeJob.page("https://a.example/" + i, "page " + i));
        }
        job.done().connections(List.of(new Connection(6000, true, 30, false)), Connection.WHOLE);
        java.util.Collections.reverse(job.results());
        try (ReaderClient client = job.client(new FakeTime())) {
            Delivery.of(client).isExactly(job, "reversed");
        }
        assertThat(job.resultRequests()).isEqualTo(1 + 3);
    }

    @Test
    void resultsThatTellMoreThanTheStreamAreStillTheSamePages() {
        FakeJob job = recording().connections(List.of(new Connection(400, true, 2, false)), Connection.WHOLE);
        job.results().forEach(page -> page.put("tomorrow", "a field that the stream does not have"));
        List<String> urls;
        try (ReaderClient client = job.client(new FakeTime())) {
            urls = Delivery.of(client).pages().stream()
                    .map(page -> page.substring(0, page.indexOf(' ')))
                    .toList();
        }
        // Which of several pages of a URL came can't be told then, but how many can.
        assertThat(urls)
                .containsExactlyInAnyOrderElementsOf(job.results().stream()
                        .map(page -> page.get("url").asText())
                        .toList());
    }

    @Test
    void aServerWithASmallerLimitIsAskedMoreOften() {
        FakeJob job = recording().largestLimit(2).openedAfter(100);
        try (ReaderClient client = job.client(new FakeTime())) {
            Delivery.of(client).isExactly(job, "limit 2");
        }
        assertThat(job.resultRequests()).isEqualTo(1 + 4);
    }
}
