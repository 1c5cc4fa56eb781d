package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** A key that would cross a network unencrypted is worth a warning. */
class PlainHttpWarningTest {

    private static java.util.List<String> warnings(String baseUrl) {
        try (LogCapture.Lines lines = LogCapture.open();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey("rdr_secret")
                        .baseUrl(baseUrl)
                        .build()) {
            reader.with(RequestOptions.builder().maxRetries(1).build());
            return lines.texts(Level.WARN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://reader.example.com",
                "http://10.0.0.7:8080/api",
                "http://[2001:db8::1]",
                "http://localhost.example.com",
                "http://127.0.0.1.example.com",
                "http://[::2]",
                "http://0.0.0.0"
            })
    void plainHttpToANetwork_isWarnedOfOnce(String baseUrl) {
        assertThat(warnings(baseUrl))
                .singleElement()
                .asString()
                .contains("the API key is sent unencrypted to http://")
                .doesNotContain("rdr_secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://reader.example.com",
                "https://10.0.0.7",
                "http://localhost:8080",
                "http://LOCALHOST",
                "http://reader.localhost",
                "http://127.0.0.1:4000",
                "http://127.8.9.1",
                "http://[::1]:4000",
                "http://[0:0:0:0:0:0:0:1]"
            })
    void httpsAndLoopback_areNotWarnedOf(String baseUrl) {
        assertThat(warnings(baseUrl)).isEmpty();
    }
}
