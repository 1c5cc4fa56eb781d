package dev.reader.examples;

import dev.reader.client.ReaderListener;
import dev.reader.client.error.WebhookVerificationException;
import dev.reader.client.webhook.WebhookEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a client does as Micrometer meters. Copy it into your application and change it as you like.
 *
 * <p>Every tag has few values: the operation, the class of the outcome, and reasons. A URL, a job id or a request id as a
 * tag would create a time series for each of them.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>meter</th><th>tags</th></tr>
 * <tr><td>{@code reader.calls} (timer)</td><td>operation, outcome, code</td></tr>
 * <tr><td>{@code reader.retries} (counter)</td><td>operation, reason</td></tr>
 * <tr><td>{@code reader.rate_limit.wait} (timer)</td><td>operation, reason</td></tr>
 * <tr><td>{@code reader.waits} (timer)</td><td>operation, outcome</td></tr>
 * <tr><td>{@code reader.stream.reconnects} (counter)</td><td>operation</td></tr>
 * <tr><td>{@code reader.stream.idle_timeouts} (counter)</td><td>operation</td></tr>
 * <tr><td>{@code reader.results.missing} (counter)</td><td></td></tr>
 * <tr><td>{@code reader.credits} (counter)</td><td>kind: scrape or job</td></tr>
 * <tr><td>{@code reader.deliveries.refused} (counter)</td><td>reason</td></tr>
 * <tr><td>{@code reader.deliveries.failed} (counter)</td><td>event</td></tr>
 * </table>
 *
 * <p>For the deliveries, pass it to the {@code WebhookReceiver} as well.
 */
public final class ReaderMetrics implements ReaderListener {
    private final MeterRegistry registry;

    /** Creates the bridge to a registry. */
    public ReaderMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onCall(Call call) {
        Tags tags = Tags.of(
                "operation",
                call.operation(),
                "outcome",
                outcome(call.statusCode(), call.failure()),
                "code",
                call.code() == null ? "none" : call.code());
        Timer.builder("reader.calls").tags(tags).register(registry).record(call.duration());
    }

    /** Returns "success", "client_error", "server_error" or "no_response". */
    private static String outcome(@Nullable Integer statusCode, @Nullable Throwable failure) {
        if (failure == null) {
            return "success";
        }
        if (statusCode == null) {
            return "no_response";
        }
        return statusCode >= 500 ? "server_error" : "client_error";
    }

    @Override
    public void onRetry(Retry retry) {
        registry.counter("reader.retries", "operation", retry.operation(), "reason", lower(retry.reason()))
                .increment();
    }

    @Override
    public void onRateLimitWait(RateLimitWait wait) {
        Timer.builder("reader.rate_limit.wait")
                .tags("operation", wait.operation(), "reason", lower(wait.reason()))
                .register(registry)
                .record(wait.duration());
    }

    @Override
    public void onWaitEnded(WaitEnded wait) {
        Timer.builder("reader.waits")
                .tags("operation", wait.operation(), "outcome", wait.failure() == null ? "success" : "failure")
                .register(registry)
                .record(wait.duration());
    }

    @Override
    public void onStreamOpened(StreamOpened opened) {
        if (opened.gap() != null) {
            registry.counter("reader.stream.reconnects", "operation", opened.operation())
                    .increment();
        }
    }

    @Override
    public void onStreamLost(StreamLost lost) {
        if (lost.idleTimeout()) {
            registry.counter("reader.stream.idle_timeouts", "operation", lost.operation())
                    .increment();
        }
    }

    @Override
    public void onResultsRead(ResultsRead read) {
        registry.counter("reader.results.missing").increment(read.missing());
    }

    @Override
    public void onCreditsUsed(CreditsUsed credits) {
        registry.counter("reader.credits", "kind", credits.jobId() == null ? "scrape" : "job")
                .increment((double) credits.credits());
    }

    @Override
    public void onDeliveryRejected(WebhookVerificationException rejection) {
        registry.counter("reader.deliveries.refused", "reason", lower(rejection.reason()))
                .increment();
    }

    @Override
    public void onDeliveryFailed(WebhookEvent event, Exception failure) {
        registry.counter("reader.deliveries.failed", "event", event.type().toString())
                .increment();
    }

    private static String lower(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
