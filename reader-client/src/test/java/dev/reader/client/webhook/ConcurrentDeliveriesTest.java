package dev.reader.client.webhook;

import static dev.reader.client.webhook.Deliveries.BODY;
import static dev.reader.client.webhook.Deliveries.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ConcurrentDeliveriesTest {
    static final int DELIVERIES = 200;
    static final int IDS = 50;

    @Test
    void inMemory_200DeliveriesWith50Ids_run50Effects() throws Exception {
        Queue<String> effects = new ConcurrentLinkedQueue<>();
        WebhookReceiver receiver = WebhookReceiver.of(VERIFIER, event -> effects.add(event.deliveryId()));

        assertThat(deliver(List.of(receiver))).containsOnly(200);

        assertThat(effects).hasSize(IDS).doesNotHaveDuplicates();
    }

    @Test
    void inMemory_failedEffects_runAgainUntilTheySucceedOnce() throws Exception {
        Queue<String> effects = new ConcurrentLinkedQueue<>();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        WebhookReceiver receiver = WebhookReceiver.of(VERIFIER, event -> {
            if (!failures.contains(event.deliveryId())) {
                failures.add(event.deliveryId());
                throw new IllegalStateException("the first attempt of " + event.deliveryId());
            }
            effects.add(event.deliveryId());
        });

        List<Integer> answers = deliver(List.of(receiver));

        assertThat(answers).filteredOn(answer -> answer == 500).hasSize(IDS);
        assertThat(effects).hasSize(IDS).doesNotHaveDuplicates();
    }

    /** Sends all deliveries concurrently, four per id, spread over the receivers. */
    static List<Integer> deliver(List<WebhookReceiver> receivers) throws Exception {
        CyclicBarrier start = new CyclicBarrier(DELIVERIES);
        ExecutorService threads = Executors.newFixedThreadPool(DELIVERIES);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < DELIVERIES; i++) {
                Map<String, String> headers = Deliveries.completed("d-" + i / (DELIVERIES / IDS));
                WebhookReceiver receiver = receivers.get(i % receivers.size());
                answers.add(threads.submit(() -> {
                    start.await();
                    return receiver.receive(headers::get, BODY);
                }));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            return statuses;
        } finally {
            threads.shutdownNow();
        }
    }
}
