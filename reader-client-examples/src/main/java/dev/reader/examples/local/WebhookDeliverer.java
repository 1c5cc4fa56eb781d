package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * Delivers events: three attempts, each pause four times the one before. Deliveries do not wait for each other, so that
 * they may arrive in another order.
 */
final class WebhookDeliverer {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookDeliverer.class);
    private static final int ATTEMPTS = 3;
    private static final int PAUSE_GROWS_BY = 4;
    private static final int MAX_IN_FLIGHT = 32;

    /** @param idPerAttempt whether each attempt has a delivery id of its own */
    record Settings(Duration firstPause, Duration timeout, boolean idPerAttempt) {}

    private record Attempt(WebhookDelivery delivery, int number) {}

    private final HttpClient http;
    private final Threads threads;
    private final Clock clock;
    private final Faults faults;
    private final Settings settings;
    private final Deque<Attempt> waiting = new ArrayDeque<>();
    private int inFlight;

    WebhookDeliverer(Threads threads, Clock clock, Faults faults, Settings settings) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads.io())
                .build();
        this.threads = threads;
        this.clock = clock;
        this.faults = faults;
        this.settings = settings;
    }

    /** Delivers the event if the target wants it. Returns at once. */
    void deliver(WebhookTarget target, String event, ObjectNode payload) {
        if (!target.wants(event)) {
            return;
        }
        if (faults.take(Fault.Kind.LOSE_DELIVERY, target.url().getPath()) != null) {
            LOG.debug("the delivery of {} to {} is lost on purpose", event, target.url());
            return;
        }
        String id = settings.idPerAttempt() ? null : UUID.randomUUID().toString();
        enqueue(new Attempt(new WebhookDelivery(target, event, Json.bytes(payload), id), 1));
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
        if (!delivery.target().wants(delivery.event())) {
            landed();
            return;
        }
        CompletableFuture<?> unused = http.sendAsync(
                        delivery.request(clock.instant(), settings.timeout()), HttpResponse.BodyHandlers.discarding())
                .handle((response, failure) -> {
                    landed();
                    Object outcome = failure == null ? response.statusCode() : failure;
                    LOG.debug(
                            "{} to {}: {}", delivery.event(), delivery.target().url(), outcome);
                    attempted(attempt, failure == null && response.statusCode() / 100 == 2);
                    sendWaiting();
                    return outcome;
                });
    }

    private synchronized void landed() {
        inFlight--;
    }

    private void attempted(Attempt attempt, boolean success) {
        WebhookTarget target = attempt.delivery().target();
        target.attempted(clock.instant(), success);
        if (success) {
            return;
        }
        if (attempt.number() == ATTEMPTS) {
            target.gaveUp();
            return;
        }
        Duration pause = settings.firstPause().multipliedBy((long) Math.pow(PAUSE_GROWS_BY, attempt.number() - 1));
        threads.later(pause, () -> enqueue(new Attempt(attempt.delivery(), attempt.number() + 1)));
    }
}
