package com.example.pages;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The settings {@code reader.*}. The application does not start without {@code reader.api-key}. */
@ConfigurationProperties("reader")
public record ReaderProperties(
        String apiKey,
        @DefaultValue("https://api.reader.dev") String baseUrl,
        @DefaultValue("60s") Duration timeout,
        @DefaultValue("2") int maxRetries,
        String webhookSecret) {

    /** Leaves out the secrets. */
    @Override
    public String toString() {
        return "ReaderProperties[baseUrl=" + baseUrl + ", timeout=" + timeout + ", maxRetries=" + maxRetries + "]";
    }
}
