package dev.reader.client.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The builders create the same records as the constructors. */
class BuildersTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static PageMetadata metadata() {
        return PageMetadata.builder()
                .title("T")
                .description("D")
                .statusCode(200)
                .duration(Duration.ofSeconds(2))
                .cached(true)
                .proxyMode(ProxyMode.STANDARD)
                .proxyEscalated(false)
                .scrapedAt(NOON)
                .extraction(new ExtractionMetadata("none", Map.of()))
                .additionalProperty("lang", TextNode.valueOf("en"))
                .build();
    }

    private static Page page() {
        return Page.builder("https://a.example/")
                .finalUrl("https://b.example/")
                .markdown("# M")
                .html("<h1>")
                .rawHtml("<html>")
                .screenshot("aGk=")
                .statusCode(201)
                .proxyMode(ProxyMode.of("premium"))
                .credits(3)
                .metadata(metadata())
                .extracted(IntNode.valueOf(5))
                .error("none")
                .additionalProperty("later", IntNode.valueOf(7))
                .build();
    }

    @Test
    void metadata_withEveryComponent() {
        assertThat(metadata())
                .isEqualTo(new PageMetadata(
                        "T",
                        "D",
                        200,
                        Duration.ofSeconds(2),
                        true,
                        ProxyMode.STANDARD,
                        false,
                        NOON,
                        new ExtractionMetadata("none", Map.of()),
                        Map.of("lang", TextNode.valueOf("en"))));
    }

    @Test
    void page_withEveryComponent() {
        assertThat(page())
                .isEqualTo(new Page(
                        "https://a.example/",
                        "https://b.example/",
                        "# M",
                        "<h1>",
                        "<html>",
                        "aGk=",
                        201,
                        ProxyMode.of("premium"),
                        3,
                        metadata(),
                        IntNode.valueOf(5),
                        "none",
                        Map.of("later", IntNode.valueOf(7))));
    }

    @Test
    void job_withEveryComponent() {
        Job job = Job.builder("job_1", JobStatus.COMPLETED)
                .mode(JobMode.BATCH)
                .total(2)
                .completed(1)
                .creditsUsed(4)
                .createdAt(NOON)
                .startedAt(NOON.plusSeconds(1))
                .completedAt(NOON.plusSeconds(2))
                .error("none")
                .results(List.of(page()))
                .additionalProperty("region", TextNode.valueOf("eu"))
                .build();

        assertThat(job)
                .isEqualTo(new Job(
                        "job_1",
                        JobStatus.COMPLETED,
                        JobMode.BATCH,
                        2,
                        1,
                        4,
                        NOON,
                        NOON.plusSeconds(1),
                        NOON.plusSeconds(2),
                        "none",
                        List.of(page()),
                        Map.of("region", TextNode.valueOf("eu"))));
    }

    @Test
    void componentsThatAreNotSet_areAbsent() {
        assertThat(Page.builder("u").build())
                .isEqualTo(new Page("u", null, null, null, null, null, null, null, null, null, null, null, Map.of()));
        assertThat(Job.builder("j", JobStatus.QUEUED).build())
                .isEqualTo(
                        new Job("j", JobStatus.QUEUED, null, 0, 0, null, null, null, null, null, List.of(), Map.of()));
        assertThat(PageMetadata.builder().build())
                .isEqualTo(new PageMetadata(null, null, null, null, null, null, null, null, null, Map.of()));
    }

    @Test
    void requiredNull_isRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Page.builder(null))
                .withMessage("url is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Job.builder(null, JobStatus.QUEUED))
                .withMessage("id is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Job.builder("j", null))
                .withMessage("status is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Job.builder("j", JobStatus.QUEUED).results(null))
                .withMessage("results is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Page.builder("u").additionalProperty("a", null))
                .withMessage("value is null");
    }
}
