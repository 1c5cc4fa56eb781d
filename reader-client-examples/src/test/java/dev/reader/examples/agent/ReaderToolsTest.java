package dev.reader.examples.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Page;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.SampleSite;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class ReaderToolsTest {
    private static LocalReader local;
    private static ReaderClient reader;

    @BeforeAll
    static void start() {
        local = LocalReader.builder()
                .slowPageDelay(Duration.ZERO)
                .withoutChromium()
                .start();
        reader = ReaderClient.builder()
                .apiKey(local.apiKey())
                .baseUrl(local.baseUrl())
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        reader.close();
        local.close();
    }

    private static ReaderTools tools(int credits) {
        return new ReaderTools(reader, new CreditCap(credits), ReaderTools.Limits.defaults());
    }

    private static String url(String path) {
        return local.site().url(path);
    }

    @Test
    void scrape_returnsTitleUrlAndMarkdown() {
        ToolAnswer answer = tools(10).scrape(url("/guide/gauges.html"));

        assertThat(answer.failed()).isFalse();
        assertThat(answer.text().lines().toList().get(1)).isEqualTo(url("/guide/gauges.html"));
        assertThat(answer.text()).contains("\n\n# ");
    }

    @Test
    void scrape_cutsLongMarkdown_andSaysSo() {
        local.site().put("/long.html", "<main><p>" + "word ".repeat(500) + "\uD83D\uDE00</p></main>");
        ReaderTools tools =
                new ReaderTools(reader, new CreditCap(10), new ReaderTools.Limits(100, 50, Duration.ofSeconds(50)));

        String text = tools.scrape(url("/long.html")).text();

        assertThat(text).hasSizeLessThan(300).containsPattern("\\[cut off: 100 of 25\\d\\d characters]$");
    }

    @Test
    void failuresAreText() {
        ReaderTools tools = tools(10);

        assertThat(tools.scrape("no url").failed()).isTrue();
        assertThat(tools.scrape(url(SampleSite.MISSING_PAGE)).text()).startsWith("Failed: ");
        assertThat(tools.crawl(url("/"), 0).text()).contains("maxPages must be at least 1: 0");
        assertThat(tools.extract(url("/"), null, null).text()).contains("a schema, a prompt or both");
        assertThat(tools.search("tide").text()).contains("crawl a site first");
    }

    @Test
    void extract_returnsJson() {
        var fields = JsonNodeFactory.instance.objectNode().put("title", "string");

        ToolAnswer answer = tools(10).extract(url("/stations/kirkhaven.html"), fields, null);

        assertThat(answer.failed()).as(answer.text()).isFalse();
        assertThat(answer.text()).startsWith("{").contains("\"title\"");
    }

    @Test
    void crawl_listsPages_thatSearchFinds() {
        ReaderTools tools = tools(50);

        ToolAnswer crawl = tools.crawl(url("/"), 40);
        ToolAnswer found = tools.search("How do I calibrate a gauge?");

        assertThat(crawl.failed()).as(crawl.text()).isFalse();
        assertThat(crawl.text()).contains(url("/guide/calibration.html"));
        assertThat(found.text()).contains(url("/guide/calibration.html"));
        assertThat(tools.search("xylophone").text()).contains("No page of the last crawl contains: xylophone");
    }

    @Test
    void aCallThatCouldExceedTheCap_isRefusedWithoutARequest() {
        CreditCap cap = new CreditCap(3);
        ReaderTools tools = new ReaderTools(reader, cap, ReaderTools.Limits.defaults());
        int usedBefore = reader.getCredits().used();

        ToolAnswer refused = tools.crawl(url("/"), 4);

        assertThat(refused.text()).contains("can cost 4 credits, but only 3 of 3 are left");
        assertThat(reader.getCredits().used()).isEqualTo(usedBefore);
        assertThat(tools.crawl(url("/"), 2).failed()).isFalse();
        assertThat(cap.remaining()).isEqualTo(3 - (reader.getCredits().used() - usedBefore));
    }

    @Test
    void aFailedScrapeIsFree_ifReaderRefusedIt() {
        CreditCap cap = new CreditCap(1);
        ReaderTools tools = new ReaderTools(reader, cap, ReaderTools.Limits.defaults());

        assertThat(tools.scrape("http://10.0.0.1/").failed()).isTrue();

        assertThat(cap.remaining()).isEqualTo(1);
    }

    @Test
    void aCallWithUnknownOutcome_countsAsPaid() {
        CreditCap cap = new CreditCap(1);
        try (ReaderClient unreachable = ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl("http://127.0.0.1:1")
                .maxRetries(0)
                .build()) {
            ReaderTools tools = new ReaderTools(unreachable, cap, ReaderTools.Limits.defaults());

            assertThat(tools.scrape("https://example.com/").failed()).isTrue();
        }

        assertThat(cap.remaining()).isZero();
    }

    @Test
    void aCrawlThatTakesTooLong_leavesItsPagesSoFar() {
        try (LocalReader slow = LocalReader.builder()
                        .slowPageDelay(Duration.ofMinutes(5))
                        .withoutChromium()
                        .start();
                ReaderClient client = ReaderClient.builder()
                        .apiKey(slow.apiKey())
                        .baseUrl(slow.baseUrl())
                        .build()) {
            CreditCap cap = new CreditCap(50);
            ReaderTools tools =
                    new ReaderTools(client, cap, new ReaderTools.Limits(20_000, 40, Duration.ofMillis(1_500)));

            ToolAnswer answer = tools.crawl(slow.siteUrl(), 40);

            assertThat(answer.text()).startsWith("The crawl is not finished yet (job ");
            assertThat(cap.remaining()).isEqualTo(10);
        }
    }

    @Test
    void badLimits_areRefused() {
        assertThatThrownBy(() -> new CreditCap(0)).hasMessageContaining("at least 1: 0");
        assertThatThrownBy(() -> new ReaderTools.Limits(0, 1, Duration.ofSeconds(1)))
                .hasMessageContaining("maxCharacters must be at least 1: 0");
        assertThatThrownBy(() -> new ReaderTools.Limits(1, 0, Duration.ofSeconds(1)))
                .hasMessageContaining("maxPages must be at least 1: 0");
    }

    @Test
    void search_prefersRareWords_andSkipsPagesWithoutMarkdown() {
        PageSearch search = PageSearch.of(List.of(
                Page.builder("https://example.com/1")
                        .markdown("the tide and the moon")
                        .build(),
                Page.builder("https://example.com/2").markdown("the gauge").build(),
                Page.builder("https://example.com/3").error("503").build()));

        assertThat(search.search("The MOON!", 5))
                .extracting(PageSearch.Passage::url)
                .containsExactly("https://example.com/1", "https://example.com/2");
        assertThat(search.search("moon", 5)).hasSize(1);
        assertThat(search.search("", 5)).isEmpty();
    }
}
