package com.example.pages;

import dev.reader.client.ReaderClient;
import dev.reader.client.RequestOptions;
import dev.reader.client.error.ReaderException;
import dev.reader.client.model.Credits;
import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Tells whether Reader answers, and how many credits are left. Each check is one request of the rate limit, so {@code
 * management.endpoint.health.cache.time-to-live} keeps the answer for a while. Keep it out of the liveness and readiness
 * probes: an outage of Reader must not restart the application.
 */
@Component
class ReaderHealthIndicator implements HealthIndicator {
    private final ReaderClient reader;

    ReaderHealthIndicator(ReaderClient reader) {
        this.reader = reader.with(RequestOptions.builder()
                .callTimeout(Duration.ofSeconds(5))
                .maxRetries(0)
                .build());
    }

    @Override
    public Health health() {
        try {
            Credits credits = reader.getCredits();
            return Health.up().withDetail("credits", credits.balance()).build();
        } catch (ReaderException e) {
            return Health.down(e).build();
        }
    }
}
