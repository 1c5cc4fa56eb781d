package dev.reader.client.webhook;

import static dev.reader.client.webhook.Deliveries.VERIFIER;
import static dev.reader.client.webhook.Deliveries.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookEventTest {
    private static WebhookEvent event(String type, String body) {
        byte[] bytes = utf8(body);
        return VERIFIER.verify(Deliveries.headers(type, "d-1", bytes)::get, bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "job.started, JobStarted",
        "job.page, JobPage",
        "job.completed, JobCompleted",
        "job.failed, JobFailed",
        "credit.low, CreditLow",
        "session.created, SessionCreated",
        "session.stopped, SessionStopped",
        "job.paused, Unknown",
        "'', Unknown",
        "Job.Completed, Unknown"
    })
    void eventNames_mapToTypes(String type, String expected) {
        WebhookEvent event = event(type, "{\"jobId\":\"job_1\",\"new\":{\"deep\":[1]}}");

        assertThat(event.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(event.type()).isEqualTo(type);
        assertThat(event.deliveryId()).isEqualTo("d-1");
        assertThat(event.timestamp()).isEqualTo(Deliveries.NOW);
        assertThat(event.payload().at("/new/deep/0").intValue()).isEqualTo(1);
    }

    @Test
    void jobEvents_haveJobId() {
        String body = "{\"jobId\":\"job_7\",\"error\":\"no credits\"}";

        assertThat(((WebhookEvent.JobStarted) event("job.started", body)).jobId())
                .isEqualTo("job_7");
        assertThat(((WebhookEvent.JobPage) event("job.page", body)).jobId()).isEqualTo("job_7");
        assertThat(((WebhookEvent.JobCompleted) event("job.completed", body)).jobId())
                .isEqualTo("job_7");
        assertThat((WebhookEvent.JobFailed) event("job.failed", body))
                .extracting(WebhookEvent.JobFailed::jobId, WebhookEvent.JobFailed::error)
                .containsExactly("job_7", "no credits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jobId\":\"job_7\"}",
                "{\"jobId\":\"job_7\",\"error\":null}",
                "{\"jobId\":\"job_7\",\"error\":{}}"
            })
    void jobFailed_withoutError_hasNullError(String body) {
        assertThat(((WebhookEvent.JobFailed) event("job.failed", body)).error()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"jobId\":null}", "{\"jobId\":7}", "[]", "\"job_1\"", "7"})
    void jobEventWithoutJobId_isUnknown(String body) {
        WebhookEvent event = event("job.completed", body);

        assertThat(event).isInstanceOf(WebhookEvent.Unknown.class);
        assertThat(event.type()).isEqualTo("job.completed");
        assertThat(event.payload().toString()).isEqualTo(body);
    }

    @Test
    void deliveryWithoutNameOrId_hasEmptyTypeAndNullId() {
        byte[] body = utf8("{}");
        Map<String, String> headers = Deliveries.headers("", "", body);
        headers.remove("X-Reader-Event");
        headers.remove("X-Reader-Delivery");

        WebhookEvent event = VERIFIER.verify(headers::get, body);

        assertThat(event.type()).isEmpty();
        assertThat(event.deliveryId()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "job.started, 'JobStarted[jobId=job_1, %s'",
        "job.page, 'JobPage[jobId=job_1, %s'",
        "job.completed, 'JobCompleted[jobId=job_1, %s'",
        "job.failed, 'JobFailed[jobId=job_1, error=null, %s'",
        "credit.low, 'CreditLow[%s'",
        "session.created, 'SessionCreated[%s'",
        "session.stopped, 'SessionStopped[%s'",
        "job.paused, 'Unknown[%s'"
    })
    void toString_omitsPayload(String type, String expected) {
        String body = "{\"jobId\":\"job_1\",\"token\":\"a session's token\"}";

        assertThat(event(type, body))
                .hasToString(String.format(
                        expected,
                        "delivery=WebhookDelivery[type=" + type + ", id=d-1, timestamp=2026-01-01T00:00:00Z]]"));
    }
}
