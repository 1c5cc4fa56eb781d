package dev.reader.examples.local.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.http.FaultSource;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.http.ThreadPools;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events in up to three attempts. Each pause is four times as long as the one before. Deliveries do not wait
 * for each other, so that they may arrive out of order.
 */
public final class WebhookDeliverer {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookDeliverer.class);
    private static final int MAX_ATTEMPTS = 3;
    private static final int PAUSE_FACTOR = 4;
    private static final int MAX_IN_FLIGHT = 32;

    /**
     * Configures deliveries.
     *
     * @param firstPause the pause before the second attempt; each later pause is four times as long
     * @param timeout how long a receiver may take to respond
     * @param idPerAttempt whether each attempt has a delivery id of its own
     */
    public record Settings(Duration firstPause, Duration timeout, boolean idPerAttempt) {}

    private record Attempt(WebhookDelivery delivery, int number) {}

    private final HttpClient http;
    private final ThreadPools threads;
    private final Clock clock;
    private final FaultSource faults;
    private final Settings settings;
    private final Deque<Attempt> waiting = new ArrayDeque<>();
    private int inFlight;

    public WebhookDeliverer(ThreadPools threads, Clock clock, FaultSource faults, Settings settings) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads.io())
                .build();
        this.threads = threads;
        this.clock = clock;
        this.faults = faults;
        this.settings = settings;
    }

    /** Delivers the event if the target subscribes to it. Returns at once. */
    void deliver(WebhookTarget target, String event, ObjectNode payload) {
        if (!target.subscribesTo(event)) {
            return;
        }
        if (faults.take(Fault.Kind.LOSE_DELIVERY, target.url().getPath()) != null) {
            LOG.debug("fault: dropped the delivery of {} to {}", event, target.url());
            return;
        }
        String id = settings.idPerAttempt() ? null : UUID.randomUUID().toString();
        enqueue(new Attempt(new WebhookDelivery(target, event, JsonNodes.bytes(payload), id), 1));
    }

    private void enqueue(Attempt attempt) {
        synchronized (this) {
            waiting.add(attempt);
        }
        sendWaiting();
    }

    private void sendWaiting() {
        for (Attempt attempt = next(); attempt != null; attempt = next()) {
            send(attempt);
        }
    }

    private synchronized @Nullable Attempt next() {
        if (inFlight >= MAX_IN_FLIGHT) {
            return null;
        }
        Attempt attempt = waiting.poll();
        if (attempt != null) {
            inFlight++;
        }
        return attempt;
    }

    private void send(Attempt attempt) {
        WebhookDelivery delivery = attempt.delivery();
        if (!delivery.target().subscribesTo(delivery.event())) {
            attemptEnded();
            return;
        }
        CompletableFuture<?> unused = http.sendAsync(
                        delivery.request(clock.instant(), settings.timeout()), HttpResponse.BodyHandlers.discarding())
                .handle((response, failure) -> {
                    attemptEnded();
                    Object outcome = failure == null ? response.statusCode() : failure;
                    LOG.debug(
                            "{} to {}: {}", delivery.event(), delivery.target().url(), outcome);
                    handleOutcome(attempt, failure == null ? response.statusCode() : null);
                    sendWaiting();
                    return outcome;
                });
    }

    private synchronized void attemptEnded() {
        inFlight--;
    }

    private void handleOutcome(Attempt attempt, @Nullable Integer status) {
        WebhookTarget target = attempt.delivery().target();
        target.recordAttempt(clock.instant(), status);
        if (status != null && status / 100 == 2) {
            return;
        }
        if (attempt.number() == MAX_ATTEMPTS) {
            target.recordFailure();
            return;
        }
        Duration pause = settings.firstPause().multipliedBy((long) Math.pow(PAUSE_FACTOR, attempt.number() - 1));
        threads.schedule(pause, () -> enqueue(new Attempt(attempt.delivery(), attempt.number() + 1)));
    }
}
