package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.SessionStatus;
import dev.reader.client.model.StoppedSession;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that delete, stop, revoke or cancel, when a response is lost or has no body. */
class DeleteTest extends MockServerTest {
    private static final MockResponse LOST = new MockResponse.Builder()
            .onResponseStart(new SocketEffect.CloseSocket())
            .build();
    private static final MockResponse NO_CONTENT =
            new MockResponse.Builder().code(204).build();
    private static final MockResponse NOT_FOUND = Answers.error(404, "not_found");
    private static final MockResponse NO_SESSION = Answers.error(404, "session_not_found");
    private static final MockResponse EXPIRED = Answers.error(410, "session_expired");
    private static final MockResponse GONE = Answers.json(410, "").build();
    private static final MockResponse CANCELLED = Answers.error(409, "conflict", "{\"status\": \"cancelled\"}");

    record Delete(String name, Consumer<AnyReader> call) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Delete> deletes() {
        return Stream.of(
                new Delete("cancelJob", reader -> reader.cancelJob("x")),
                new Delete("sessions().stop", reader -> reader.sessions().stop("x")),
                new Delete("webhooks().delete", reader -> reader.webhooks().delete("x")),
                new Delete("apiKeys().revoke", reader -> reader.apiKeys().revoke("x")));
    }

    static Stream<Arguments> deletesAndWhatIsGone() {
        return deletes()
                .flatMap(delete -> Stream.of(NOT_FOUND, NO_SESSION, EXPIRED, GONE, CANCELLED)
                        .map(gone -> Arguments.of(delete, gone)));
    }

    @ParameterizedTest
    @MethodSource("deletesAndWhatIsGone")
    void goneOnTheRetryAfterALostResponse_isASuccess(Delete delete, MockResponse gone) {
        answer(LOST, gone);

        delete.call().accept(reader);

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("deletesAndWhatIsGone")
    void goneAtTheFirstAttempt_isAnError(Delete delete, MockResponse gone) {
        answer(gone);

        assertThatExceptionOfType(ReaderApiException.class)
                .isThrownBy(() -> delete.call().accept(reader));
    }

    @ParameterizedTest
    @MethodSource("deletesAndWhatIsGone")
    void goneOnTheRetryAfterARateLimit_isAnError(Delete delete, MockResponse gone) {
        answer(Answers.rateLimited(Duration.ofSeconds(1)), gone);

        assertThatExceptionOfType(ReaderApiException.class)
                .isThrownBy(() -> delete.call().accept(reader));
    }

    @ParameterizedTest
    @MethodSource("deletesAndWhatIsGone")
    void goneAfterABadGatewayAndARateLimit_isASuccess(Delete delete, MockResponse gone) {
        answer(Answers.error(502, "upstream_unavailable"), Answers.rateLimited(Duration.ofSeconds(1)), gone);

        assertThatCode(() -> delete.call().accept(reader)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("deletes")
    void noContent_isASuccess(Delete delete) {
        answer(NO_CONTENT);

        assertThatCode(() -> delete.call().accept(reader)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("deletes")
    void responseWithoutData_isASuccess(Delete delete) {
        answer(Answers.json(200, "{\"success\": true}").build());

        assertThatCode(() -> delete.call().accept(reader)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("deletes")
    void malformedResponse_isAProtocolError(Delete delete) {
        answer(Answers.json(200, "<html>").build());

        assertThatExceptionOfType(ReaderProtocolException.class)
                .isThrownBy(() -> delete.call().accept(reader));
    }

    @Test
    void noContent_meansCancelledOrStopped() {
        answer(NO_CONTENT, NO_CONTENT);

        assertThat(reader.cancelJob("job_1")).isEqualTo(JobStatus.CANCELLED);
        assertThat(reader.sessions().stop("ses_1"))
                .isEqualTo(new StoppedSession("ses_1", SessionStatus.STOPPED, null, null));
    }

    @Test
    void noContentInsteadOfAJob_isAProtocolError() {
        answer(NO_CONTENT);

        assertThatExceptionOfType(ReaderProtocolException.class).isThrownBy(() -> reader.getJob("job_1"));
    }

    @Test
    void conflictOfAJobThatCompletedMeanwhile_isAnError() {
        answer(LOST, Answers.error(409, "conflict", "{\"status\": \"completed\"}"));

        assertThatExceptionOfType(ReaderApiException.class)
                .isThrownBy(() -> reader.cancelJob("job_1"))
                .satisfies(failure -> assertThat(List.of(failure.statusCode(), failure.attempts()))
                        .containsExactly(409, 2));
    }
}
