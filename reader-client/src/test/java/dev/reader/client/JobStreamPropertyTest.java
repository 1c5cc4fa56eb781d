package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.FakeJob.Connection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Each page once, whatever the job holds and however its stream breaks. */
class JobStreamPropertyTest {

    /** Few URLs and few contents, so that most of them come several times. */
    @Provide
    Arbitrary<List<ObjectNode>> pages() {
        Arbitrary<String> urls = Arbitraries.integers().between(1, 4).map(n -> "https://a.example/" + n);
        Arbitrary<ObjectNode> read = Combinators.combine(urls, Arbitraries.of("x", "y", "longer than the others"))
                .as(FakeJob::page);
        Arbitrary<ObjectNode> failed =
                Combinators.combine(urls, Arbitraries.of("timeout", "blocked")).as(FakeJob::failed);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, read), net.jqwik.api.Tuple.of(1, failed))
                .list()
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Connection>> cuts() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2500),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of(true, false))
                .as(Connection::new)
                .list()
                .ofMaxSize(8);
    }

    @Property(tries = 2000)
    void eachPageOnce(
            @ForAll("pages") List<ObjectNode> pages,
            @ForAll("cuts") List<Connection> cuts,
            @ForAll boolean lastReplays,
            @ForAll @IntRange(max = 35) int openedAfter,
            @ForAll @IntRange(min = 1, max = 100) int largestLimit,
            @ForAll boolean shuffled,
            @ForAll long seed) {
        FakeJob job = new FakeJob().openedAfter(Math.max(0, openedAfter - 20)).largestLimit(largestLimit);
        pages.forEach(job::add);
        job.done().connections(cuts, new Connection(Integer.MAX_VALUE, false, 0, lastReplays));
        if (shuffled) {
            Collections.shuffle(job.results(), new Random(seed));
        }

        try (ReaderClient client = job.client(new FakeTime())) {
            Delivery.of(client).isExactly(job, "opened after " + openedAfter + ", " + cuts);
        }

        if (largestLimit == 100) {
            // the record, the results, and again those of a repeated URL that had to be held back
            long urls = pages.stream()
                    .map(page -> page.get("url").asText())
                    .distinct()
                    .count();
            assertThat(job.resultRequests()).isLessThanOrEqualTo(2 + pages.size() - (int) urls);
        }
    }

    /** A stream of distinct pages that stands costs nothing more; one that was cut the record and the results. */
    @Property(tries = 300)
    void afterACut_oneRequestForTheRecordAndOneForEachHundredResults(
            @ForAll @IntRange(min = 1, max = 700) int size, @ForAll("farApart") List<Connection> cuts) {
        FakeJob job = new FakeJob();
        for (int i = 0; i < size; i++) {
            job.add(FakeJob.page("https://a.example/" + i, "page " + i));
        }
        job.done().connections(cuts, Connection.WHOLE);
        try (ReaderClient client = job.client(new FakeTime())) {
            Delivery.of(client).isExactly(job, size + " pages, " + cuts);
        }

        int requests = job.streams() == 1 ? 0 : 1 + (size + 99) / 100;
        assertThat(job.resultRequests()).isEqualTo(requests);
    }

    @Provide
    Arbitrary<List<Connection>> farApart() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 15_000),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 250))
                .as((bytes, reset, missed) -> new Connection(bytes, reset, missed, false))
                .list()
                .ofMaxSize(4);
    }
}
