package dev.reader.examples.rag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.error.JobFailedException;
import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;
import dev.reader.client.run.BatchRun;
import dev.reader.client.run.RunLedger;
import dev.reader.client.run.RunOutcome;
import dev.reader.client.run.RunReport;
import dev.reader.examples.agent.CreditCap;
import dev.reader.examples.agent.ReaderTools;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.SampleSite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.ai.document.Document;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;

@Timeout(120)
final class DocumentsAndToolsTest {
    private static final Page PAGE = Page.builder("https://example.com/old")
            .finalUrl("https://example.com/")
            .markdown("# Example")
            .metadata(PageMetadata.builder()
                    .title("Example")
                    .scrapedAt(Instant.parse("2026-03-01T12:00:00Z"))
                    .build())
            .build();
    private static final Map<String, Object> FACTS = Map.of(
            "url",
            "https://example.com/",
            "title",
            "Example",
            "scrapedAt",
            "2026-03-01T12:00:00Z",
            "contentHash",
            PageFacts.hash("# Example"));

    private static LocalReader local;
    private static ReaderClient reader;

    @BeforeAll
    static void start() {
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

    @AfterAll
    static void stop() {
        reader.close();
        local.close();
    }

    private static CrawlRequest crawl() {
        return CrawlRequest.builder(local.siteUrl())
                .maxDepth(10)
                .maxPages(100)
                .cache(false)
                .build();
    }

    private static ReaderTools tools() {
        return new ReaderTools(reader, new CreditCap(100), ReaderTools.Limits.defaults());
    }

    @Test
    void aDocumentOfLangChain4j_hasTheFactsOfThePage() {
        assertThat(LangChainDocuments.of(PAGE).text()).isEqualTo("# Example");
        assertThat(LangChainDocuments.of(PAGE).metadata().toMap()).isEqualTo(FACTS);
    }

    @Test
    void aDocumentOfSpringAi_hasTheFactsOfThePage_andAnIdOfItsUrl() {
        Document document = SpringAiDocumentReader.of(PAGE);

        assertThat(document.getText()).isEqualTo("# Example");
        assertThat(document.getMetadata()).isEqualTo(FACTS);
        assertThat(SpringAiDocumentReader.of(Page.builder("https://example.com/")
                                .markdown("changed")
                                .build())
                        .getId())
                .isEqualTo(document.getId());
    }

    @Test
    void aPageWithoutMarkdown_isRefused() {
        Page page = Page.builder("https://example.com/").html("<p>").build();

        assertThatThrownBy(() -> LangChainDocuments.of(page)).hasMessageContaining("https://example.com/");
        assertThatThrownBy(() -> SpringAiDocumentReader.of(page)).hasMessageContaining("Format.MARKDOWN");
    }

    @Test
    void bothReadersGiveEveryPage_andTellWhatFailed() {
        List<String> failed = new ArrayList<>();
        List<Document> spring = new SpringAiDocumentReader(reader, crawl(), (url, error) -> failed.add(url)).read();
        List<String> langChain;
        try (Stream<dev.langchain4j.data.document.Document> documents =
                LangChainDocuments.crawl(reader, crawl(), (url, error) -> {})) {
            langChain = documents
                    .map(document -> document.metadata().getString("url"))
                    .toList();
        }

        assertThat(failed).contains(local.site().url(SampleSite.MISSING_PAGE));
        assertThat(langChain).hasSizeGreaterThan(10).contains(local.siteUrl());
        assertThat(spring)
                .extracting(document -> document.getMetadata().get("url"))
                .containsExactlyInAnyOrderElementsOf(langChain);
    }

    @Test
    void documentsArriveLazily() {
        local.site().slowPageDelay(Duration.ofMinutes(5));
        try (Stream<dev.langchain4j.data.document.Document> documents =
                LangChainDocuments.crawl(reader, crawl(), (url, error) -> {})) {
            Iterator<dev.langchain4j.data.document.Document> each = documents.iterator();

            // the crawl can't be over before the slow page has answered
            assertThat(each.next().metadata().getString("url")).isEqualTo(local.siteUrl());
        } finally {
            local.site().slowPageDelay(Duration.ZERO);
        }
    }

    @Test
    void aCrawlThatIsCancelled_isNotTakenForAWholeSite() {
        local.site().slowPageDelay(Duration.ofMinutes(5));
        String jobId = reader.createJob(crawl()).id();
        try (Stream<dev.langchain4j.data.document.Document> documents =
                LangChainDocuments.ofJob(reader, jobId, (url, error) -> {})) {
            Iterator<dev.langchain4j.data.document.Document> each = documents.iterator();
            each.next();
            reader.cancelJob(jobId);

            assertThatThrownBy(() -> each.forEachRemaining(document -> {})).isInstanceOf(JobFailedException.class);
        } finally {
            local.site().slowPageDelay(Duration.ZERO);
        }
    }

    private static BatchRun.Builder run(String id, RunLedger ledger) {
        return reader.batchRun(id)
                .urls(List.of(
                        local.siteUrl(),
                        local.site().url("/faq.html"),
                        local.site().url(SampleSite.MISSING_PAGE),
                        local.site().url("/guide/calibration.html")))
                .maxRetries(0)
                .ledger(ledger);
    }

    @Test
    void aRunGivesItsPagesWithTheirFacts_andTellsWhatFailed() {
        List<String> failed = new ArrayList<>();
        List<RunReport> reports = new ArrayList<>();
        BatchRun.Builder run = run("facts", RunLedger.inMemory());

        List<Document> spring = SpringAiDocumentReader.ofRun(run, (url, error) -> failed.add(url), reports::add)
                .read();

        assertThat(failed).containsExactly(local.site().url(SampleSite.MISSING_PAGE));
        assertThat(reports).extracting(RunReport::outcome).containsExactly(RunOutcome.COMPLETED);
        assertThat(spring)
                .hasSize(3)
                .allSatisfy(document -> assertThat(document.getMetadata())
                        .containsOnlyKeys("url", "title", "scrapedAt", "contentHash"));
        assertThat(spring)
                .extracting(document -> document.getMetadata().get("url"))
                .contains(local.site().url("/faq.html"));
    }

    @Test
    void aRunIsLazy_andGoesOnAfterItWasClosedEarly() {
        RunLedger ledger = RunLedger.inMemory();
        List<String> urls = new ArrayList<>();
        List<RunReport> reports = new ArrayList<>();
        Stream<dev.langchain4j.data.document.Document> unused =
                LangChainDocuments.ofRun(run("lazy", ledger), (url, error) -> {}, reports::add);
        unused.close();
        assertThatThrownBy(() -> run("lazy", ledger).build().report()).hasMessageContaining("not planned");

        try (Stream<dev.langchain4j.data.document.Document> documents =
                LangChainDocuments.ofRun(run("lazy", ledger), (url, error) -> {}, reports::add)) {
            urls.add(documents.iterator().next().metadata().getString("url"));
        }
        assertThat(reports).isEmpty();
        assertThat(run("lazy", ledger).build().report().stored()).isZero();

        try (Stream<dev.langchain4j.data.document.Document> documents =
                LangChainDocuments.ofRun(run("lazy", ledger), (url, error) -> {}, reports::add)) {
            documents.forEach(document -> urls.add(document.metadata().getString("url")));
        }
        assertThat(reports).extracting(RunReport::stored).containsExactly(3L);
        assertThat(urls).hasSize(4).startsWith(urls.get(1));
    }

    @Test
    void theFailureOfARun_reachesTheConsumer() {
        BatchRun.Builder planned = run("other options", RunLedger.inMemory());
        planned.build().plan();
        BatchRun.Builder changed = planned.request(batch -> batch.onlyMainContent(false));

        try (Stream<dev.langchain4j.data.document.Document> documents =
                LangChainDocuments.ofRun(changed, (url, error) -> {}, report -> {})) {
            assertThatThrownBy(documents::toList).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anAgentOfLangChain4j_callsTheTools() {
        LangChainTools tools = new LangChainTools(tools());

        assertThat(ToolSpecifications.toolSpecificationsFrom(tools))
                .extracting(each -> each.name())
                .containsExactlyInAnyOrder("readPage", "crawlSite", "searchPages");
        ToolExecutionRequest request = ToolExecutionRequest.builder()
                .name("readPage")
                .arguments("{\"url\": \"" + local.siteUrl() + "\"}")
                .build();
        assertThat(new DefaultToolExecutor(tools, request).execute(request, "memory"))
                .contains(local.siteUrl());
    }

    @Test
    void anAgentOfSpringAi_callsTheTools() {
        ToolCallback[] callbacks = ToolCallbacks.from(new SpringAiTools(tools()));

        assertThat(callbacks)
                .extracting(each -> each.getToolDefinition().name())
                .containsExactlyInAnyOrder("readPage", "crawlSite", "searchPages");
        ToolCallback readPage = Arrays.stream(callbacks)
                .filter(each -> each.getToolDefinition().name().equals("readPage"))
                .findFirst()
                .orElseThrow();
        assertThat(readPage.call("{\"url\": \"http://10.0.0.1/\"}")).contains("Failed: ");
        assertThat(readPage.call("{\"url\": \"" + local.siteUrl() + "\"}")).contains(local.siteUrl());
    }
}
