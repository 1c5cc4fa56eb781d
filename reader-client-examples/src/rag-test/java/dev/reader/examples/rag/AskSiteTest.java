package dev.reader.examples.rag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.reader.client.ReaderClient;
import dev.reader.client.run.RunLedger;
import dev.reader.examples.Program;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.SampleSite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the whole program with its real model. */
@Timeout(300)
final class AskSiteTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private LocalReader local;
    private ReaderClient reader;

    @BeforeEach
    void start() {
        local = LocalReader.builder()
                .slowPageDelay(Duration.ZERO)
                .withoutChromium()
                .start();
        local.site().failNext(SampleSite.FLAKY_PAGE, 0);
        reader = ReaderClient.builder()
                .apiKey(local.apiKey())
                .baseUrl(local.baseUrl())
                .build();
    }

    @AfterEach
    void stop() {
        reader.close();
        local.close();
    }

    private SiteIndexer.Summary ask(Indexing indexing, String question) throws SQLException {
        AskSite program = new AskSite(Map.of(), new PrintStream(output, true, StandardCharsets.UTF_8));
        program.store = folder.resolve("store");
        program.question = question.split(" ", -1);
        output.reset();
        return program.ask(reader, local.siteUrl(), indexing);
    }

    private String out() {
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsTheBestPassagesWithTheirSources_andEmbedsOnlyWhatChanged() throws SQLException {
        AtomicInteger embedded = new AtomicInteger();
        Indexing indexing = counting(AskSite.indexing(), embedded);

        SiteIndexer.Summary first = ask(indexing, "How do I calibrate a gauge?");
        assertThat(first.added()).isGreaterThan(10);
        assertThat(first.failed()).isEqualTo(1);
        assertThat(embedded.get()).isEqualTo(first.passages()).isGreaterThan(first.added());
        assertThat(out()).contains("not read: " + local.site().url(SampleSite.MISSING_PAGE));
        assertThat(firstSource()).isEqualTo(local.site().url("/guide/calibration.html"));

        embedded.set(0);
        SiteIndexer.Summary second = ask(indexing, "How do I calibrate a gauge?");
        assertThat(second.unchanged()).isEqualTo(first.added());
        assertThat(embedded.get()).isZero();
        assertThat(firstSource()).isEqualTo(local.site().url("/guide/calibration.html"));

        local.site()
                .put(
                        "/faq.html",
                        "<title>Questions</title><main><h1>Questions</h1><p>The ferry to the lighthouse leaves at noon"
                                + " from the old pier.</p></main>");
        SiteIndexer.Summary third = ask(indexing, "When does the boat to the lighthouse depart?");
        assertThat(third.changed()).isEqualTo(1);
        assertThat(third.unchanged()).isEqualTo(first.added() - 1);
        assertThat(embedded.get()).isEqualTo(third.passages()).isPositive();
        assertThat(firstSource()).isEqualTo(local.site().url("/faq.html"));
        assertThat(out()).contains("leaves at noon");
    }

    @Test
    void removesPagesThatAreGone_butKeepsPagesThatFailed() throws SQLException {
        Indexing indexing =
                new Indexing("fake", new LengthModel(), AskSite.indexing().splitter());
        SiteIndexer.Summary first = ask(indexing, "anything");

        local.site()
                .put(
                        "/stations/",
                        "<main><h1>Stations</h1><p>Saltmarsh only.</p>"
                                + "<a href=\"/stations/saltmarsh.html\">Saltmarsh</a></main>");
        local.site().failNext(SampleSite.FLAKY_PAGE, 1_000);
        SiteIndexer.Summary second = ask(indexing, "anything");

        assertThat(second.failed()).isEqualTo(first.failed() + 1);
        try (PassageStore store = PassageStore.open(folder.resolve("store"))) {
            assertThat(store.urls()).contains(local.site().url(SampleSite.FLAKY_PAGE));
            assertThat(store.urls()).hasSize(first.added() - second.gone());
        }
    }

    @Test
    void theSecondRun_bringsAndEmbedsOnlyWhatChanged() throws SQLException {
        AtomicInteger embedded = new AtomicInteger();
        Indexing indexing = counting(
                new Indexing("fake", new LengthModel(), AskSite.indexing().splitter()), embedded);
        RunLedger ledger = RunLedger.inMemory();
        String faq = local.site().url("/faq.html");
        String guide = local.site().url("/guide/calibration.html");
        String missing = local.site().url(SampleSite.MISSING_PAGE);
        try (PassageStore store = PassageStore.open(folder.resolve("store"))) {
            SiteIndexer indexer = new SiteIndexer(reader, indexing, store);
            SiteIndexer.Summary first = indexer.index(
                    reader.batchRun("monday")
                            .urls(List.of(local.siteUrl(), faq, guide, missing))
                            .maxRetries(0)
                            .ledger(ledger),
                    (url, error) -> {});
            assertThat(first).isEqualTo(new SiteIndexer.Summary(3, 0, 0, 1, 0, embedded.get()));
            assertThat(embedded.get()).isGreaterThanOrEqualTo(3);

            embedded.set(0);
            local.site().put("/faq.html", "<title>Questions</title><main><h1>Questions</h1><p>None.</p></main>");
            SiteIndexer.Summary second = indexer.index(
                    reader.batchRun("tuesday")
                            .urls(List.of(local.siteUrl(), faq))
                            .ledger(ledger)
                            .comparedWith("monday")
                            .onlyChanged(),
                    (url, error) -> {});

            assertThat(second).isEqualTo(new SiteIndexer.Summary(0, 1, 1, 0, 1, 1));
            assertThat(embedded.get()).isEqualTo(1);
            assertThat(store.urls()).containsExactlyInAnyOrder(local.siteUrl(), faq);
        }
    }

    @Test
    void anotherModelOrSplitter_embedsEverythingAgain() throws SQLException {
        EmbeddingModel model = new LengthModel();
        SiteIndexer.Summary first =
                ask(new Indexing("one", model, AskSite.indexing().splitter()), "anything");

        SiteIndexer.Summary second =
                ask(new Indexing("two", model, AskSite.indexing().splitter()), "anything");

        assertThat(second.changed()).isEqualTo(first.added());
    }

    @Test
    void theProgramRunsWithoutAKeyAndANetwork_twice() throws IOException {
        String port = String.valueOf(freePort());
        Program program = new Program(AskSite.class, folder);
        String[] arguments = {"--site-port", port, "Which", "stations", "are", "there?"};

        Program.Result first = program.run(Map.of(), arguments);
        Program.Result second = program.run(Map.of(), arguments);

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains(" new, 0 changed, 0 unchanged", "http://127.0.0.1:" + port + "/stations/");
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.out()).contains("0 changed, ").doesNotContain("0 unchanged, 0 gone; embedded 0");
    }

    private String firstSource() {
        return out().lines()
                .filter(line -> line.startsWith("http://"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no source in:\n" + out()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Indexing counting(Indexing indexing, AtomicInteger embedded) {
        EmbeddingModel counting = new EmbeddingModel() {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
                embedded.addAndGet(segments.size());
                return indexing.model().embedAll(segments);
            }

            @Override
            public Response<Embedding> embed(String question) {
                return indexing.model().embed(question);
            }
        };
        return new Indexing(indexing.name(), counting, indexing.splitter());
    }

    /** A model that needs no time. */
    private static final class LengthModel implements EmbeddingModel {
        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            return Response.from(segments.stream()
                    .map(segment -> Embedding.from(new float[] {segment.text().length(), 1}))
                    .toList());
        }
    }
}
