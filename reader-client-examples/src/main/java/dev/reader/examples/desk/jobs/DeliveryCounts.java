package dev.reader.examples.desk.jobs;

import dev.reader.client.error.WebhookVerificationException;
import dev.reader.client.webhook.WebhookEvent;
import dev.reader.client.webhook.WebhookListener;
import dev.reader.examples.ReaderMetrics;
import dev.reader.examples.desk.store.Counters;
import dev.reader.examples.desk.store.Database;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts deliveries for the page and for the metrics. The counts are written in bulk: a refused delivery costs no query. */
public final class DeliveryCounts implements WebhookListener {
    private final ReaderMetrics metrics;
    private final Map<String, AtomicLong> unwritten = Map.of(
            Counters.RECEIVED, new AtomicLong(),
            Counters.REFUSED, new AtomicLong(),
            Counters.DUPLICATE, new AtomicLong());

    public DeliveryCounts(ReaderMetrics metrics) {
        this.metrics = metrics;
    }

    private void count(String name) {
        AtomicLong counter = unwritten.get(name);
        if (counter != null) {
            counter.incrementAndGet();
        }
    }

    /** Counts a delivery that was verified, a duplicate too. */
    public void received() {
        count(Counters.RECEIVED);
    }

    @Override
    public void onDeliveryRejected(WebhookVerificationException rejection) {
        count(Counters.REFUSED);
        metrics.onDeliveryRejected(rejection);
    }

    @Override
    public void onDuplicateDelivery(WebhookEvent event) {
        count(Counters.DUPLICATE);
        metrics.onDuplicateDelivery(event);
    }

    @Override
    public void onDeliveryFailed(WebhookEvent event, Exception failure) {
        metrics.onDeliveryFailed(event, failure);
    }

    @Override
    public void onDeadLetter(WebhookEvent event, Exception failure) {
        metrics.onDeadLetter(event, failure);
    }

    /** Adds the counts since the last time to those of the cluster. */
    public void flush(Database database) {
        unwritten.forEach((name, counter) -> {
            long number = counter.getAndSet(0);
            if (number > 0) {
                try {
                    database.run(connection -> Counters.add(connection, name, number));
                } catch (RuntimeException e) {
                    counter.addAndGet(number);
                    throw e;
                }
            }
        });
    }
}
