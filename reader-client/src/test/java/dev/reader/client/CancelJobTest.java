package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reader.client.error.ConflictException;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.model.JobStatus;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;

class CancelJobTest extends MockServerTest {
    private static final MockResponse LOST = new MockResponse.Builder()
            .onResponseStart(new SocketEffect.CloseSocket())
            .build();

    @Test
    void cancelJob_returnsJob() {
        answer(Answers.data(200, "{\"id\": \"job_1\", \"status\": \"cancelling\"}"));

        assertThat(reader.cancelJob("job_1")).isEqualTo(JobStatus.of("cancelling"));
    }

    @Test
    void lostResponse_retryConflict_countsAsSuccess() {
        answer(LOST, Answers.error(409, "conflict", "{\"status\": \"cancelled\"}"));

        assertThat(reader.cancelJob("job_1")).isEqualTo(JobStatus.CANCELLED);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void alreadyCancelledJob_isConflict() {
        answer(Answers.error(409, "conflict", "{\"status\": \"cancelled\"}"));

        assertThat(catchThrowableOfType(ConflictException.class, () -> reader.cancelJob("job_1"))
                        .status())
                .isEqualTo("cancelled");
    }

    @Test
    void completedJob_isConflict() {
        answer(LOST, Answers.error(409, "conflict", "{\"status\": \"completed\"}"));

        assertThat(catchThrowableOfType(ConflictException.class, () -> reader.cancelJob("job_1"))
                        .status())
                .isEqualTo("completed");
    }

    @Test
    void unknownJob_isNotFound() {
        answer(Answers.error(404, "not_found"));

        assertThat(catchThrowableOfType(NotFoundException.class, () -> reader.cancelJob("job_1"))
                        .path())
                .isEqualTo("/v1/jobs/job_1");
    }
}
