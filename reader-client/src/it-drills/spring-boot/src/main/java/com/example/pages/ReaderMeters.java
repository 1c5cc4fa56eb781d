package com.example.pages;

import dev.reader.client.ReaderListener;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * Counts and times the calls to Reader, and counts the retries and the credits. {@code ReaderMetrics} in the client's examples
 * has further meters.
 */
@Component
class ReaderMeters implements ReaderListener {
    private final MeterRegistry meters;

    ReaderMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void onCall(Call call) {
        String outcome = call.failure() == null ? "success" : "failure";
        meters.timer("reader.calls", "operation", call.operation(), "outcome", outcome)
                .record(call.duration());
    }

    @Override
    public void onRetry(Retry retry) {
        meters.counter("reader.retries", "operation", retry.operation()).increment();
    }

    @Override
    public void onCreditsUsed(CreditsUsed used) {
        meters.counter("reader.credits").increment((double) used.credits());
    }
}
