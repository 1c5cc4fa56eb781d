package dev.reader.client.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.model.ApiKey;
import dev.reader.client.model.Credits;
import dev.reader.client.model.DeliveryStats;
import dev.reader.client.model.ExtractionMetadata;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobRetry;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;
import dev.reader.client.model.Pagination;
import dev.reader.client.model.QueueStatus;
import dev.reader.client.model.Session;
import dev.reader.client.model.StoppedSession;
import dev.reader.client.model.UsageEntry;
import dev.reader.client.model.Webhook;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An optional field of an unexpected type does not fail the document: it is null, and its raw value is kept. */
class LenientRecordsTest {
    private static final String REQUIRED = """
            {"id": "i", "url": "https://a.example/", "sessionId": "s", "status": "active"}""";

    private static final List<String> ODD = List.of(
            "0.5",
            "-1",
            "99999999999",
            "1e400",
            "true",
            "\"\"",
            "\"200\"",
            "\"2026-03-01T12:00:00\"",
            "[]",
            "[\"a\", 1]",
            "[{\"a\": [1]}]",
            "{}",
            "{\"a\": {\"b\": [2]}}");

    private static <T> T read(String json, Class<T> type) throws JsonProcessingException {
        return Json.convert(Json.read(json, new TypeReference<JsonNode>() {}), type);
    }

    static Stream<Arguments> optionalFields() {
        return Stream.of(
                        Page.class,
                        PageMetadata.class,
                        ExtractionMetadata.class,
                        Job.class,
                        Webhook.class,
                        DeliveryStats.class,
                        Credits.class,
                        UsageEntry.class,
                        QueueStatus.class,
                        Session.class,
                        ApiKey.class)
                .flatMap(type -> Arrays.stream(type.getRecordComponents())
                        .filter(LenientRecordsTest::isOptional)
                        .map(component -> Arguments.of(type, component.getName())));
    }

    private static boolean isOptional(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        boolean required = property != null && property.required();
        boolean listOfRecords = component.getName().equals("results");
        boolean anyJson = component.getType().equals(JsonNode.class);
        return !required && !listOfRecords && !anyJson && !component.getName().equals("additionalProperties");
    }

    @ParameterizedTest
    @MethodSource("optionalFields")
    void optionalFieldOfAnyType_isReadOrKeptRaw(Class<? extends Record> type, String name) throws Exception {
        RecordComponent component = Arrays.stream(type.getRecordComponents())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        for (String odd : ODD) {
            // The odd field is first, so the fields after it show whether the parser continues at the right place.
            String json = "{\"" + name + "\": " + odd + ", \"unknown\": [7], " + REQUIRED.substring(1);

            Record record = read(json, type);

            Map<?, ?> kept = (Map<?, ?>) type.getMethod("additionalProperties").invoke(record);
            assertThat(kept.get("unknown")).as(json).hasToString("[7]");
            Object value = component.getAccessor().invoke(record);
            if (kept.containsKey(name)) {
                assertThat(kept.get(name))
                        .as(json)
                        .hasToString(
                                Json.read(odd, new TypeReference<JsonNode>() {}).toString());
                assertThat(isNullOrZero(value) || name.equals("error"))
                        .as(json + " is " + value)
                        .isTrue();
            } else if (!List.of("[]", "{}").contains(odd)) {
                assertThat(isNullOrZero(value)).as(json).isFalse();
            }
        }
    }

    private static boolean isNullOrZero(Object value) {
        return value == null
                || value.equals(0)
                || value.equals(0L)
                || value.equals(false)
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    @Test
    void oddFieldsOfOnePage_doNotAffectOtherPages() throws Exception {
        Envelope<Job> envelope = Json.read("""
                {"success": true, "data": {"id": "j", "status": "completed", "total": "2", "results": [
                  {"url": "a", "credits": 0.5, "metadata": {"description": ["x"], "title": "A", "later": 1}},
                  {"url": "b", "credits": 2, "metadata": {"description": "B"}},
                  {"url": "c", "metadata": "none", "statusCode": "200", "later": true}],
                  "completed": 3}}""", new TypeReference<>() {});

        Job job = envelope.data();
        assertThat(job.total()).isZero();
        assertThat(job.completed()).isEqualTo(3);
        assertThat(job.additionalProperties()).containsOnlyKeys("total");
        Page a = job.results().get(0);
        assertThat(a.credits()).isNull();
        assertThat(a.additionalProperties()).containsOnlyKeys("credits");
        assertThat(a.metadata().title()).isEqualTo("A");
        assertThat(a.metadata().description()).isNull();
        assertThat(a.metadata().additionalProperties()).containsOnlyKeys("description", "later");
        Page b = job.results().get(1);
        assertThat(b.credits()).isEqualTo(2);
        assertThat(b.additionalProperties()).isEmpty();
        assertThat(b.metadata().description()).isEqualTo("B");
        Page c = job.results().get(2);
        assertThat(c.metadata()).isNull();
        assertThat(c.additionalProperties()).containsOnlyKeys("metadata", "statusCode", "later");
    }

    @Test
    void listOfScalars_withOddElement_isKeptRawAsAWhole() throws Exception {
        Webhook webhook = read("""
                {"id": "w", "url": "u", "events": ["job.page", {"name": "x"}], "headers": {"a": ["b"]}, "name": "n"}""", Webhook.class);

        assertThat(webhook.events()).isEmpty();
        assertThat(webhook.headers()).isEmpty();
        assertThat(webhook.name()).isEqualTo("n");
        assertThat(webhook.additionalProperties()).containsOnlyKeys("events", "headers");
        assertThat(webhook.additionalProperties().get("events").path(0).textValue())
                .isEqualTo("job.page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"code\": \"timeout\"}", "[\"timeout\"]"})
    void pageWithNonTextError_hasFailed(String error) throws Exception {
        Page page = read("{\"url\": \"u\", \"error\": " + error + "}", Page.class);

        assertThat(page.failed()).isTrue();
        assertThat(page.error()).contains("timeout");
        assertThat(page.additionalProperties()).containsOnlyKeys("error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "0", "{}", "[]", "null"})
    void pageWithEmptyError_hasNotFailed(String error) throws Exception {
        assertThat(read("{\"url\": \"u\", \"error\": " + error + "}", Page.class)
                        .failed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\": null}",
                "{\"url\": [\"u\"]}",
                "{\"url\": {}}",
            })
    void pageWithoutUrl_isRejected(String json) {
        assertThatThrownBy(() -> read(json, Page.class)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void requiredFields_nullOrOfOtherType_areRejected() {
        for (String status : List.of("null", "7", "\"\"", "[]", "{}")) {
            assertThatThrownBy(() -> read("{\"id\": \"j\", \"status\": " + status + "}", Job.class))
                    .as(status)
                    .isInstanceOf(JsonProcessingException.class);
            assertThatThrownBy(() -> read("{\"status\": " + status + "}", JobEvent.Progress.class))
                    .as(status)
                    .isInstanceOf(JsonProcessingException.class);
        }
        for (String id : List.of("null", "[]", "{}")) {
            assertThatThrownBy(() -> read("{\"id\": " + id + "}", ApiKey.class))
                    .isInstanceOf(JsonProcessingException.class);
            assertThatThrownBy(() -> read(
                            "{\"jobId\": " + id + ", \"status\": \"completed\"}", WorkspaceEvent.JobCompleted.class))
                    .isInstanceOf(JsonProcessingException.class);
            assertThatThrownBy(() -> read("{\"jobId\": " + id + "}", WorkspaceEvent.JobFailed.class))
                    .isInstanceOf(JsonProcessingException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"completed\": null, \"total\": null", ", \"completed\": \"1\", \"total\": [2]"})
    void eventCounts_missingOrOdd_areZero(String counts) throws Exception {
        String json = "{\"jobId\": \"j\", \"id\": \"j\", \"status\": \"processing\"" + counts + "}";
        JobStatus status = JobStatus.PROCESSING;

        assertThat(read(json, JobEvent.Progress.class)).isEqualTo(new JobEvent.Progress(status, 0, 0));
        assertThat(read(json, JobEvent.Done.class)).isEqualTo(new JobEvent.Done(status, 0, 0));
        assertThat(read(json, WorkspaceEvent.JobProgress.class))
                .isEqualTo(new WorkspaceEvent.JobProgress("j", status, 0, 0));
        assertThat(read(json, WorkspaceEvent.JobCompleted.class))
                .isEqualTo(new WorkspaceEvent.JobCompleted("j", status, 0, 0, 0));
        assertThat(read(json, JobRetry.class)).isEqualTo(new JobRetry("j", status, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"error\": null", ", \"error\": \"\""})
    void errorEvent_withoutError_isFailedPageWithEmptyError(String error) throws Exception {
        assertThat(read("{\"url\": \"u\"" + error + "}", JobEvent.PageFailed.class))
                .isEqualTo(new JobEvent.PageFailed("u", ""));
        assertThat(read("{\"jobId\": \"j\"" + error + "}", WorkspaceEvent.JobFailed.class))
                .isEqualTo(new WorkspaceEvent.JobFailed("j", ""));
    }

    @Test
    void errorEvent_withObjectError_keepsItAsJson() throws Exception {
        assertThat(read("{\"url\": \"u\", \"error\": {\"code\": \"dns\"}}", JobEvent.PageFailed.class)
                        .error())
                .isEqualTo("{\"code\":\"dns\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\": \"dns\"}", "{\"url\": null, \"error\": \"dns\"}", "[]", "null"})
    void errorEvent_withoutUrl_isMalformed(String json) {
        assertThatThrownBy(() -> Json.read(json, new TypeReference<JobEvent.PageFailed>() {}))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void stoppedSession_withOddNumbers_isRead() throws Exception {
        StoppedSession stopped = read(
                "{\"sessionId\": \"s\", \"status\": \"stopped\", \"durationMs\": \"1s\", \"creditsCharged\": 0.5}",
                StoppedSession.class);

        assertThat(stopped.duration()).isNull();
        assertThat(stopped.creditsCharged()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "\"none\"", "[]", "{\"hasMore\": \"no\", \"total\": []}"})
    void oddPagination_isInferred(String pagination) throws Exception {
        Envelope<List<UsageEntry>> envelope = Json.read(
                "{\"success\": true, \"data\": [], \"pagination\": " + pagination + "}", new TypeReference<>() {});

        assertThat(envelope.paginationOf(100, 50, 50)).isEqualTo(new Pagination(151, 100, 50, true, null));
        assertThat(envelope.paginationOf(100, 50, 49)).isEqualTo(new Pagination(149, 100, 50, false, null));
    }

    @Test
    void paginationWithTotalOnly_hasMoreUpToTotal() throws Exception {
        Envelope<List<UsageEntry>> envelope = Json.read(
                "{\"success\": true, \"data\": [], \"pagination\": {\"total\": 60}}", new TypeReference<>() {});

        assertThat(envelope.paginationOf(0, 50, 50).hasMore()).isTrue();
        assertThat(envelope.paginationOf(50, 50, 10).hasMore()).isFalse();
        assertThat(envelope.paginationOf(50, 50, 0).hasMore()).isFalse();
    }

    /** A class of the user, which is bound strictly. */
    record Product(int price, Integer weight) {}

    @Test
    void usersRecord_isBoundStrictly() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("price", 1).put("weight", "2 kg");

        assertThatThrownBy(() -> Json.bind(tree, Product.class)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> Json.bind(tree.putNull("weight").putNull("price"), Product.class))
                .isInstanceOf(JsonProcessingException.class);
    }
}
