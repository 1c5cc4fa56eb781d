package dev.reader.client.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.WorkspaceEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages, jobs and events go through the mappers of applications and come back equal. */
class PortableRecordsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Page PAGE = Page.builder("https://a.example/ä")
            .finalUrl("https://a.example/b")
            .markdown("# A \"quoted\"\n\u2028 title")
            .statusCode(200)
            .proxyMode(ProxyMode.of("tomorrow"))
            .credits(1)
            .metadata(PageMetadata.builder()
                    .title("A")
                    .duration(Duration.ofMillis(1234))
                    .cached(false)
                    .scrapedAt(Instant.parse("2026-11-21T10:11:12.345678Z"))
                    .additionalProperty("language", JSON.textNode("de"))
                    .build())
            .extracted(JSON.objectNode()
                    .put("price", 0.1)
                    .put("big", 12345678901234L)
                    .put("none", (String) null)
                    .set("tags", JSON.arrayNode().add(1).add("two").add(true)))
            .additionalProperty("later", JSON.objectNode().put("a", 1))
            .build();

    private static final Job JOB = Job.builder("job_1", JobStatus.COMPLETED)
            .mode(JobMode.of("crawl"))
            .total(2)
            .completed(2)
            .creditsUsed(1)
            .createdAt(Instant.parse("2026-11-21T10:00:00Z"))
            .results(List.of(
                    PAGE, Page.builder("https://a.example/c").error("timeout").build()))
            .additionalProperty("priority", JSON.numberNode(3))
            .build();

    static final List<Object> RECORDS = List.of(
            PAGE,
            JOB,
            new JobEvent.Progress(JobStatus.PROCESSING, 1, 2),
            new JobEvent.PageReady(PAGE),
            new JobEvent.PageFailed("https://a.example/c", "timeout"),
            new JobEvent.Done(JobStatus.CANCELLED, 1, 2),
            new JobEvent.Unknown("tomorrow", JSON.objectNode().put("a", 1)),
            new WorkspaceEvent.JobProgress("job_1", JobStatus.QUEUED, 0, 2),
            new WorkspaceEvent.JobCompleted("job_1", JobStatus.COMPLETED, 2, 2, 1),
            new WorkspaceEvent.JobFailed("job_1", "no credits"),
            new WorkspaceEvent.Unknown("job:tomorrow", JSON.textNode("text")));

    private interface Mapper {
        String write(Object value) throws Exception;

        Object read(String json, Class<?> type) throws Exception;
    }

    private static Mapper jackson2(ObjectMapper mapper) {
        return new Mapper() {
            @Override
            public String write(Object value) throws IOException {
                return mapper.writeValueAsString(value);
            }

            @Override
            public Object read(String json, Class<?> type) throws IOException {
                return mapper.readValue(json, type);
            }
        };
    }

    private static Mapper jackson3(tools.jackson.databind.ObjectMapper mapper) {
        return new Mapper() {
            @Override
            public String write(Object value) {
                return mapper.writeValueAsString(value);
            }

            @Override
            public Object read(String json, Class<?> type) {
                return mapper.readValue(json, type);
            }
        };
    }

    static Map<String, Mapper> mappers() {
        return Map.of(
                "plain Jackson 2",
                jackson2(new ObjectMapper()),
                "Jackson 2, times and durations as numbers",
                jackson2(JsonMapper.builder().addModule(new JavaTimeModule()).build()),
                "Jackson 2, times and durations as text",
                jackson2(JsonMapper.builder()
                        .addModule(new JavaTimeModule())
                        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .build()),
                "Jackson 2 with other names and decimals",
                jackson2(JsonMapper.builder()
                        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                        .build()),
                "plain Jackson 3",
                jackson3(tools.jackson.databind.json.JsonMapper.shared()),
                "Jackson 3, dates as numbers",
                jackson3(tools.jackson.databind.json.JsonMapper.builder()
                        .enable(tools.jackson.databind.cfg.DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .build()));
    }

    static Stream<Arguments> everyRecordInEveryMapper() {
        return mappers().entrySet().stream()
                .flatMap(mapper -> RECORDS.stream().map(record -> Arguments.of(mapper.getKey(), record)));
    }

    @ParameterizedTest
    @MethodSource("everyRecordInEveryMapper")
    void aRecordComesBackEqual(String name, Object record) throws Exception {
        Mapper mapper = mappers().get(name);

        String json = mapper.write(record);

        assertThat(mapper.read(json, record.getClass())).isEqualTo(record);
        if (record instanceof JobEvent) {
            assertThat(mapper.read(json, JobEvent.class)).isEqualTo(record);
        } else if (record instanceof WorkspaceEvent) {
            assertThat(mapper.read(json, WorkspaceEvent.class)).isEqualTo(record);
        }
    }

    @ParameterizedTest
    @FieldSource("RECORDS")
    void everyMapperWritesTheSameForm(Object record) throws Exception {
        ObjectMapper plain = new ObjectMapper();
        String expected = plain.writeValueAsString(record);

        for (Map.Entry<String, Mapper> mapper : mappers().entrySet()) {
            assertThat(plain.readTree(mapper.getValue().write(record)))
                    .as(mapper.getKey())
                    .isEqualTo(plain.readTree(expected));
        }
    }

    @Test
    void theFormIsThatOfTheWire() {
        assertThat(PAGE.toJson())
                .contains("\"duration\":1234", "\"scrapedAt\":\"2026-11-21T10:11:12.345678Z\"", "\"language\":\"de\"")
                .doesNotContain("rawHtml");
        assertThat(new JobEvent.Done(JobStatus.COMPLETED, 2, 2).toMap())
                .isEqualTo(Map.of("event", "done", "data", Map.of("status", "completed", "completed", 2, "total", 2)));
        assertThat(Page.fromJson(PAGE.toJson())).isEqualTo(PAGE);
        assertThat(Job.fromJson(JOB.toJson())).isEqualTo(JOB);
    }

    @Test
    void aFieldOfALaterVersionIsKept() {
        Page page = Page.fromJson("{\"url\":\"https://a.example/\",\"tomorrow\":[1]}");

        assertThat(page.additionalProperties())
                .containsEntry("tomorrow", JSON.arrayNode().add(1));
    }

    @Test
    void jsonOfAnotherKindIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Page.fromJson("{\"id\":\"job_1\"}"))
                .withMessageContaining("the JSON is not a Page")
                .withMessageContaining("url");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Job.fromMap(Map.of("id", "job_1")))
                .withMessageContaining("the JSON is not a Job");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Page.fromJson("[]"))
                .withMessageContaining("the JSON is not a Page");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobEvent.Done.fromMap(new JobEvent.Progress(JobStatus.QUEUED, 0, 1).toMap()))
                .withMessage("the JSON is a Progress, not a Done");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobEvent.fromMap(Map.of("data", Map.of())))
                .withMessageContaining("event");
    }

    @ParameterizedTest
    @FieldSource("RECORDS")
    void aRecordSurvivesJavaSerialization(Object record) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(record);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(record);
        }
    }
}
