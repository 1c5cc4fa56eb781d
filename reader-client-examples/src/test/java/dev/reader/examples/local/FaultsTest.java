package dev.reader.examples.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    private final LocalReader reader = LocalReader.builder()
            .fault(Fault.of(Fault.Kind.RATE_LIMIT, 1).on("/v1/usage"))
            .start();
    private final Api api = new Api(reader);

    @AfterEach
    void stop() {
        reader.close();
    }

    @Test
    void rateLimitsTheNextRequests() {
        reader.faults().add("rate-limit:2@/v1/jobs");

        assertThat(api.scrape(reader.siteUrl()).status()).isEqualTo(200);
        for (int i = 0; i < 2; i++) {
            Api.Response rejected = api.get("/v1/jobs/x");
            assertThat(rejected.code()).isEqualTo("rate_limited");
            assertThat(rejected.header("retry-after")).isEqualTo("1");
        }
        assertThat(api.get("/v1/jobs/x").code()).isEqualTo("not_found");
    }

    @Test
    void failsTheNextRequests() {
        reader.faults().add("server-error");
        reader.faults().add("proxy-page");

        Api.Response proxy = api.get("/v1/jobs/x");
        assertThat(proxy.status()).isEqualTo(502);
        assertThat(proxy.header("content-type")).startsWith("text/html");
        Api.Response error = api.get("/v1/jobs/x");
        assertThat(error.status()).isEqualTo(500);
        assertThat(error.code()).isEqualTo("internal_error");
        assertThat(reader.faults().active()).extracting(Fault::kind).containsExactly(Fault.Kind.RATE_LIMIT);
    }

    @Test
    void resetBeforeARequestCreatesNoJob_resetAfterItDoes() {
        String body = Api.batch(reader.siteUrl()).toString();
        reader.faults().add("reset-before");
        assertThatThrownBy(() -> Api.trySend(post(body))).isInstanceOf(IOException.class);
        assertThat(api.read(Api.batch("http://unknown.invalid"), "x-idempotency-key", "k")
                        .status())
                .isEqualTo(201);

        reader.faults().add("reset-after");
        assertThatThrownBy(() -> Api.trySend(post(body).header("x-idempotency-key", "after")))
                .isInstanceOf(IOException.class);
        Api.Response repeated = api.post("/v1/read", "{\"url\":\"nonsense\"}", "x-idempotency-key", "after");
        assertThat(repeated.status())
                .as("the kept response of the processed request")
                .isEqualTo(201);
    }

    private HttpRequest.Builder post(String body) {
        return api.request("/v1/read").POST(BodyPublishers.ofString(body));
    }

    @Test
    void removesFaults() {
        reader.faults().add("server-error:5");
        reader.faults().add("reset-before:5@/v2");
        reader.faults().remove(Fault.Kind.SERVER_ERROR);

        assertThat(api.get("/v1/jobs/x").status()).isEqualTo(404);
        reader.faults().clear();
        assertThat(reader.faults().active()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cut-stream, CUT_STREAM, 1, 2147483647, ''",
        "cut-stream:0, CUT_STREAM, 0, 2147483647, ''",
        "cut-stream:5x2, CUT_STREAM, 5, 2, ''",
        "reset-stream:5x2@/v1/events, RESET_STREAM, 5, 2, /v1/events",
        "server-error:3@/v1/read, SERVER_ERROR, 0, 3, /v1/read",
        "slow-page, SLOW_PAGE, 1000, 2147483647, ''",
        "slow-page:250x1@/faq, SLOW_PAGE, 250, 1, /faq",
    })
    void parsesSpecifications(String spec, Fault.Kind kind, int number, int times, String path) {
        assertThat(Fault.parse(spec)).isEqualTo(new Fault(kind, number, times, path));
        assertThat(Fault.parse(Fault.parse(spec).toString())).isEqualTo(Fault.parse(spec));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "cut stream", "cut-stream:", "cut-stream:-1", "cut-stream:5x0", "server-error:0", "cut"})
    void rejectsInvalidSpecifications(String spec) {
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.parse(spec));
    }

    @Test
    void invalidKindListsTheValidOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.parse("cut:5"))
                .withMessageContaining("'cut'")
                .withMessageContaining("cut-stream, drop-stream");
    }
}
