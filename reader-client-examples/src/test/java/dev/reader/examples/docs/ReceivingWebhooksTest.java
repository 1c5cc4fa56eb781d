package dev.reader.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.ReaderClient;
import dev.reader.client.model.Webhook;
import dev.reader.client.webhook.WebhookEvent;
import dev.reader.client.webhook.WebhookInbox;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookSigner;
import dev.reader.client.webhook.WebhookVerifier;
import dev.reader.examples.local.LocalReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** Runs the code of docs/webhooks.md. */
class ReceivingWebhooksTest {
    private static final String SECRET = "whsec_0123456789abcdef";
    private static final String OTHER_SECRET = "whsec_another_secret";
    private static final byte[] BODY = "{\"jobId\":\"job_1\"}".getBytes(StandardCharsets.UTF_8);

    private final Queue<WebhookEvent> queue = new ArrayDeque<>();

    @Test
    void createsListsChangesAndDeletesAWebhook() {
        try (LocalReader local = LocalReader.builder().start();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey(local.apiKey())
                        .baseUrl(local.baseUrl())
                        .build()) {
            Webhook created = ReceivingWebhooks.create(reader, SECRET);

            assertThat(created.secret()).isEqualTo(SECRET);
            assertThat(created.active()).isTrue();
            assertThat(reader.webhooks().list()).isEmpty();
        }
    }

    @Test
    void testsAHandler() {
        WebhookReceiver receiver = WebhookReceiver.of(WebhookVerifier.of(SECRET), queue::add);

        assertThat(ReceivingWebhooks.deliver(receiver, SECRET)).isEqualTo(200);
        assertThat(ReceivingWebhooks.deliver(receiver, OTHER_SECRET)).isEqualTo(401);
        assertThat(queue).hasSize(1);
    }

    @Test
    void acceptsBothSecretsDuringARotation() {
        WebhookVerifier rotating = ReceivingWebhooks.rotating(SECRET, OTHER_SECRET);

        assertThat(ReceivingWebhooks.deliver(WebhookReceiver.of(rotating, queue::add), SECRET))
                .isEqualTo(200);
        assertThat(ReceivingWebhooks.deliver(WebhookReceiver.of(rotating, queue::add), OTHER_SECRET))
                .isEqualTo(200);
    }

    @Test
    void deduplicatesAttemptsByContent() {
        WebhookReceiver receiver = ReceivingWebhooks.byContent(WebhookVerifier.of(SECRET), queue);

        for (String id : new String[] {"attempt-1", "attempt-2"}) {
            Map<String, String> headers = WebhookSigner.headers(SECRET, Instant.now(), "job.completed", id, BODY);
            assertThat(receiver.receive(headers::get, BODY)).isEqualTo(200);
        }
        assertThat(queue).extracting(WebhookEvent::deliveryId).containsExactly("attempt-1");
    }

    @Test
    void usesATableOfItsOwn_andAnInbox() throws Exception {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setUrl(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;INIT=CREATE SCHEMA IF NOT EXISTS shop");
        WebhookVerifier verifier = WebhookVerifier.of(SECRET);

        WebhookReceiver direct =
                ReceivingWebhooks.inATableOfItsOwn(dataSource, verifier, (connection, event) -> queue.add(event));
        assertThat(ReceivingWebhooks.deliver(direct, SECRET)).isEqualTo(200);
        assertThat(ReceivingWebhooks.deliver(direct, SECRET)).isEqualTo(200);
        assertThat(queue).hasSize(1);

        WebhookReceiver storing = ReceivingWebhooks.storing(dataSource, verifier);
        assertThat(ReceivingWebhooks.deliver(storing, SECRET)).isEqualTo(200);
        assertThat(queue).hasSize(1);
        WebhookInbox impatient = WebhookInbox.builder(dataSource).maxAttempts(1).build();
        assertThat(impatient.processNext((connection, event) -> {
                    throw new IllegalStateException("the first attempt fails");
                }))
                .isTrue();
        ReceivingWebhooks.requeueDeadLetters(impatient);
        assertThat(impatient.processNext((connection, event) -> queue.add(event)))
                .isTrue();
        assertThat(queue).hasSize(2);
    }

    @Test
    void listensToRejectedAndFailedDeliveries() {
        Queue<String> alerts = new ArrayDeque<>();
        WebhookReceiver receiver = ReceivingWebhooks.listening(WebhookVerifier.of(SECRET), queue, alerts);

        ReceivingWebhooks.deliver(receiver, OTHER_SECRET);

        assertThat(alerts).containsExactly("rejected: SIGNATURE_MISMATCH");
    }
}
