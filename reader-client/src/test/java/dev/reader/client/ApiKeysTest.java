package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.model.ApiKey;
import dev.reader.client.model.CreatedApiKey;
import java.time.Instant;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creates, lists and revokes API keys (docs/reader-api.md §6). */
class ApiKeysTest extends MockServerTest {
    private static final String SECRET = "rdr_new_SECRETsecret";
    private static final String LISTED = "\"id\": \"k1\", \"name\": \"ci\", \"last4\": \"cret\", \"active\": true,"
            + " \"rateLimit\": 60, \"expiresAt\": null, \"lastUsedAt\": null,"
            + " \"createdAt\": \"2026-03-01T12:00:00Z\"";
    private static final MockResponse CREATED = Answers.data(201, "{" + LISTED + ", \"key\": \"" + SECRET + "\"}");
    private static final MockResponse LOST = new MockResponse.Builder()
            .onResponseStart(new SocketEffect.CloseSocket())
            .build();

    @Test
    void create_returnsKeyOnce() {
        answer(CREATED);

        CreatedApiKey created = reader.apiKeys().create("ci");

        assertThat(created.key()).isEqualTo(SECRET);
        assertThat(created.apiKey().id()).isEqualTo("k1");
        assertThat(created.apiKey().additionalProperties()).isEmpty();
        assertThat(created.toString()).contains("k1").doesNotContain(SECRET);
        assertThat(requestBody()).isEqualTo("{\"name\":\"ci\"}");
    }

    @Test
    void create_withoutName() {
        answer(CREATED);

        reader.apiKeys().create();

        assertThat(requestBody()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void create_blankName(String name) {
        assertThatThrownBy(() -> reader.apiKeys().create(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    @Test
    void create_ambiguousFailure_isNotRetried() {
        answer(LOST);

        assertThatThrownBy(() -> reader.apiKeys().create())
                .isInstanceOfSatisfying(
                        ReaderConnectionException.class,
                        lost -> assertThat(lost.outcomeUnknown()).isTrue());
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void create_responseWithoutKey() {
        answer(Answers.data(201, "{" + LISTED + "}"));

        assertThatThrownBy(() -> reader.apiKeys().create()).isInstanceOf(ReaderProtocolException.class);
    }

    @Test
    void create_responseWithoutId_failsWithoutPrintingKey() {
        answer(Answers.data(201, "{\"key\": \"" + SECRET + "\"}"));

        assertThatThrownBy(() -> reader.apiKeys().create())
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining("id")
                .satisfies(thrown -> assertThat(Texts.of(thrown)).doesNotContain(SECRET));
    }

    @Test
    void list() {
        answer(Answers.data(200, "[{" + LISTED + "}, {\"id\": \"k2\", \"key\": \"" + SECRET + "\"}]"));

        List<ApiKey> keys = reader.apiKeys().list();

        ApiKey first = keys.get(0);
        assertThat(first.name()).isEqualTo("ci");
        assertThat(first.last4()).isEqualTo("cret");
        assertThat(first.active()).isTrue();
        assertThat(first.rateLimit()).isEqualTo(60);
        assertThat(first.expiresAt()).isNull();
        assertThat(first.lastUsedAt()).isNull();
        assertThat(first.createdAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(keys.get(1).toString()).contains("k2").doesNotContain(SECRET);
        assertThat(request().getRequestLine()).startsWith("GET /v1/api-keys ");
    }

    @Test
    void revoke() {
        answer(Answers.data(200, "{" + LISTED.replace("true", "false") + "}"));

        reader.apiKeys().revoke("k1");

        assertThat(request().getRequestLine()).startsWith("DELETE /v1/api-keys/k1 ");
    }

    @Test
    void revoke_lostResponse_isRetried_andGoneCountsAsSuccess() {
        answer(LOST, Answers.error(404, "not_found"));

        reader.apiKeys().revoke("k1");

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void revoke_unknownKey() {
        answer(Answers.error(404, "not_found"));

        assertThatThrownBy(() -> reader.apiKeys().revoke("k1")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void revoke_invalidId() {
        assertThatThrownBy(() -> reader.apiKeys().revoke("a/b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id");
    }
}
