package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.error.InternalServerException;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.error.SessionExpiredException;
import dev.reader.client.error.SessionNotFoundException;
import dev.reader.client.error.UpstreamUnavailableException;
import dev.reader.client.internal.json.Json;
import dev.reader.client.model.Session;
import dev.reader.client.model.SessionStatus;
import dev.reader.client.model.StoppedSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creates, lists and stops browser sessions (docs/reader-api.md §6). */
class SessionsTest extends MockServerTest {
    private static final String TOKEN = "tok_SECRETsecret";
    private static final MockResponse CREATED = Answers.data(
            201,
            "{\"sessionId\": \"s1\", \"wsEndpoint\": \"wss://cdp.example/s1?token=" + TOKEN + "\", \"token\": \""
                    + TOKEN + "\", \"status\": \"active\", \"createdAt\": \"2026-03-01T12:00:00Z\","
                    + " \"expiresAt\": \"2026-03-01T12:05:00Z\", \"extra\": \"" + TOKEN + "\"}");
    private static final MockResponse STOPPED = Answers.data(
            200, "{\"sessionId\": \"s1\", \"status\": \"stopped\", \"durationMs\": 61000, \"creditsCharged\": 2}");
    private static final MockResponse LOST = new MockResponse.Builder()
            .onResponseStart(new SocketEffect.CloseSocket())
            .build();

    private BrowserSession create() {
        answer(CREATED);
        BrowserSession session = reader.sessions().create();
        assertThat(request().getRequestLine()).startsWith("POST /v1/sessions ");
        return session;
    }

    private JsonNode sentBody() throws Exception {
        return Json.read(requestBody(), new TypeReference<>() {});
    }

    @Test
    void create_withDuration() throws Exception {
        answer(CREATED);

        BrowserSession session = reader.sessions().create(Duration.ofMinutes(5));

        assertThat(session.sessionId()).isEqualTo("s1");
        assertThat(session.wsEndpoint()).isEqualTo("wss://cdp.example/s1?token=" + TOKEN);
        assertThat(session.token()).isEqualTo(TOKEN);
        assertThat(session.status()).isEqualTo(SessionStatus.ACTIVE);
        assertThat(session.createdAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(session.expiresAt()).isEqualTo(Instant.parse("2026-03-01T12:05:00Z"));
        assertThat(sentBody()).hasToString("{\"maxDurationMs\":300000}");
    }

    @Test
    void create_withoutDuration_usesServersDefault() throws Exception {
        answer(CREATED);

        reader.sessions().create();

        assertThat(sentBody()).hasToString("{}");
    }

    @Test
    void create_durationAtLimits() throws Exception {
        answer(CREATED, CREATED);

        reader.sessions().create(Duration.ofMinutes(1));
        reader.sessions().create(Duration.ofHours(1));

        assertThat(sentBody().path("maxDurationMs").intValue()).isEqualTo(60_000);
        assertThat(sentBody().path("maxDurationMs").intValue()).isEqualTo(3_600_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 59_999, 3_600_001})
    void create_durationOutsideLimits(long millis) {
        assertThatThrownBy(() -> reader.sessions().create(Duration.ofMillis(millis)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxDuration");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void create_ambiguousFailure_isNotRetried() {
        answer(LOST);

        ReaderConnectionException lost = catchThrowableOfType(
                ReaderConnectionException.class, () -> reader.sessions().create());

        assertThat(lost.outcomeUnknown()).isTrue();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void create_noBrowserAvailable() {
        answer(Answers.error(502, "upstream_unavailable"));

        assertThatThrownBy(() -> reader.sessions().create()).isInstanceOf(UpstreamUnavailableException.class);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wsEndpoint", "token", "sessionId"})
    void create_responseWithoutRequiredField_namesItWithoutPrintingToken(String missing) {
        answer(Answers.data(
                201,
                ("{\"sessionId\": \"s1\", \"wsEndpoint\": \"wss://x/" + TOKEN + "\", \"token\": \"" + TOKEN
                                + "\", \"status\": \"active\"}")
                        .replace('"' + missing + '"', "\"other\"")));

        assertThatThrownBy(() -> reader.sessions().create())
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining(missing)
                .hasStackTraceContaining("create")
                .satisfies(thrown -> assertThat(Texts.of(thrown)).doesNotContain(TOKEN));
    }

    @Test
    void toString_omitsToken() {
        answer(
                CREATED,
                Answers.data(200, "{\"sessionId\": \"s1\", \"status\": \"active\", \"token\": \"" + TOKEN + "\"}"));

        assertThat(reader.sessions().create().toString()).contains("s1").doesNotContain(TOKEN);
        assertThat(reader.sessions().get("s1").toString())
                .contains("s1")
                .contains("active")
                .doesNotContain(TOKEN);
    }

    @Test
    void list() {
        answer(
                Answers.data(
                        200,
                        "[{\"sessionId\": \"s1\", \"status\": \"active\", \"createdAt\": \"2026-03-01T12:00:00Z\","
                                + " \"expiresAt\": \"2026-03-01T12:05:00Z\"}, {\"sessionId\": \"s2\", \"status\": \"paused\"}]"));

        List<Session> sessions = reader.sessions().list();

        assertThat(sessions).extracting(Session::sessionId).containsExactly("s1", "s2");
        assertThat(sessions.get(0).expiresAt()).isEqualTo(Instant.parse("2026-03-01T12:05:00Z"));
        assertThat(sessions.get(1).status()).isEqualTo(SessionStatus.of("paused"));
        assertThat(request().getRequestLine()).startsWith("GET /v1/sessions ");
    }

    @Test
    void list_paginatedByServer_isComplete() {
        answer(Answers.json(200, """
                        {"success": true, "data": [{"sessionId": "s1", "status": "active"}],
                         "pagination": {"total": 2, "skip": 0, "limit": 1, "hasMore": true}}""").build(), Answers.json(200, """
                        {"success": true, "data": [{"sessionId": "s2", "status": "active"}],
                         "pagination": {"total": 2, "skip": 1, "limit": 100, "hasMore": false}}""").build());

        assertThat(reader.sessions().list()).extracting(Session::sessionId).containsExactly("s1", "s2");
        request();
        assertThat(request().getRequestLine()).contains("skip=1");
    }

    @Test
    void get_notFoundOrExpired() {
        answer(Answers.error(404, "session_not_found"), Answers.error(410, "session_expired"));

        assertThatThrownBy(() -> reader.sessions().get("s1"))
                .isInstanceOf(SessionNotFoundException.class)
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> reader.sessions().get("s1"))
                .isInstanceOf(SessionExpiredException.class)
                .hasMessageContaining("session_expired");
        assertThat(request().getRequestLine()).startsWith("GET /v1/sessions/s1 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "..", "a?b"})
    void invalidId_isRejected(String id) {
        assertThatThrownBy(() -> reader.sessions().get(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sessionId");
        assertThatThrownBy(() -> reader.sessions().stop(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sessionId");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void stop() {
        answer(STOPPED);

        StoppedSession stopped = reader.sessions().stop("s1");

        assertThat(stopped).isEqualTo(new StoppedSession("s1", SessionStatus.STOPPED, Duration.ofSeconds(61), 2));
        assertThat(request().getRequestLine()).startsWith("DELETE /v1/sessions/s1 ");
    }

    @Test
    void stop_lostResponse_isRetried_andGoneCountsAsSuccess() {
        answer(LOST, Answers.error(404, "session_not_found"));

        assertThat(reader.sessions().stop("s1")).isEqualTo(new StoppedSession("s1", SessionStatus.STOPPED, null, null));
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void stop_unknownSession() {
        answer(Answers.error(404, "session_not_found"));

        assertThatThrownBy(() -> reader.sessions().stop("s1")).isInstanceOf(SessionNotFoundException.class);
    }

    @Test
    void close_stopsSessionOnce() {
        BrowserSession session = create();
        answer(STOPPED);

        session.close();
        session.close();

        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(request().getRequestLine()).startsWith("DELETE /v1/sessions/s1 ");
        assertThat(session.stop().creditsCharged()).isEqualTo(2);
        assertThat(session.toString()).contains("ended");
    }

    @Test
    void close_afterStop_sendsNoRequest() {
        BrowserSession session = create();
        answer(STOPPED);

        session.stop();
        session.close();

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session_not_found", "session_expired"})
    void close_endedSession_succeeds(String code) {
        BrowserSession session = create();
        answer(Answers.error(code.equals("session_expired") ? 410 : 404, code));

        session.close();
        session.close();

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void close_failure_isThrown_andCanBeRetried() {
        reader = client(builder().maxRetries(0));
        BrowserSession session = create();
        answer(Answers.error(500, "internal_error"), STOPPED);

        assertThatThrownBy(session::close).isInstanceOf(InternalServerException.class);
        session.close();

        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void close_onInterruptedThread_stopsSessionAndKeepsInterruptStatus() {
        BrowserSession session = create();
        answer(STOPPED);

        Thread.currentThread().interrupt();
        session.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(request().getRequestLine()).startsWith("DELETE ");
    }

    @Test
    void close_onInterruptedThread_givesUpWithinOneSecond() {
        BrowserSession session = create();
        for (int i = 0; i < 50; i++) {
            answer(Answers.rateLimited(Duration.ofSeconds(10)));
        }

        Thread.currentThread().interrupt();
        assertThatThrownBy(session::close)
                .isInstanceOf(ReaderInterruptedException.class)
                .hasMessageContaining("s1");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(1));
    }
}
