package dev.reader.examples.docs;

import dev.reader.client.ReaderClient;
import dev.reader.client.WebhookRequest;
import dev.reader.client.WebhookUpdate;
import dev.reader.client.error.WebhookVerificationException;
import dev.reader.client.model.Webhook;
import dev.reader.client.model.WebhookEventType;
import dev.reader.client.webhook.DeliveryKeys;
import dev.reader.client.webhook.DeliveryTable;
import dev.reader.client.webhook.InMemoryDeliveryLog;
import dev.reader.client.webhook.InboxDelivery;
import dev.reader.client.webhook.JdbcDeliveryLog;
import dev.reader.client.webhook.ReaderWebhookServlet;
import dev.reader.client.webhook.TransactionHandler;
import dev.reader.client.webhook.WebhookEvent;
import dev.reader.client.webhook.WebhookInbox;
import dev.reader.client.webhook.WebhookListener;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookSigner;
import dev.reader.client.webhook.WebhookVerifier;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** The code of docs/webhooks.md. */
final class ReceivingWebhooks {
    private ReceivingWebhooks() {}

    static Webhook create(ReaderClient reader, String secret) {
        Webhook webhook = reader.webhooks()
                .create(WebhookRequest.builder(
                                "https://app.example.com/hooks/reader",
                                "pages",
                                WebhookEventType.JOB_COMPLETED,
                                WebhookEventType.JOB_FAILED)
                        .secret(secret)
                        .build());
        for (Webhook each : reader.webhooks().list()) {
            System.out.println(each.name() + ": " + each.deliveryStats());
        }
        reader.webhooks()
                .update(webhook.id(), WebhookUpdate.builder().active(false).build());
        reader.webhooks().delete(webhook.id());
        return webhook;
    }

    static void serve(ServletContextHandler context, String secret, Queue<WebhookEvent> queue) {
        ReaderWebhookServlet servlet = new ReaderWebhookServlet(WebhookVerifier.of(secret), event -> queue.add(event));
        context.addServlet(new ServletHolder(servlet), "/hooks/reader");
    }

    static WebhookReceiver inTheSameTransaction(DataSource dataSource, String secret) {
        return WebhookReceiver.builder(WebhookVerifier.of(secret)).build(dataSource, (connection, event) -> {
            if (event instanceof WebhookEvent.JobCompleted completed) {
                enqueue(connection, completed.jobId());
            }
        });
    }

    static WebhookReceiver inATableOfItsOwn(DataSource dataSource, WebhookVerifier verifier, TransactionHandler handler)
            throws SQLException {
        DeliveryTable table = DeliveryTable.builder()
                .name("shop.reader_delivery")
                .namespace("orders")
                .lockTimeout(Duration.ofSeconds(3))
                .handlerTimeout(Duration.ofSeconds(30))
                .build();
        try (Connection connection = dataSource.getConnection()) {
            table.create(connection);
        }
        return WebhookReceiver.builder(verifier).deliveryTable(table).build(dataSource, handler);
    }

    static WebhookReceiver storing(DataSource dataSource, WebhookVerifier verifier) throws SQLException {
        WebhookInbox inbox = WebhookInbox.of(dataSource);
        inbox.createTable();
        return WebhookReceiver.builder(verifier).build(inbox);
    }

    static void requeueDeadLetters(WebhookInbox inbox) throws SQLException {
        for (InboxDelivery dead : inbox.list(InboxDelivery.State.DEAD, 100)) {
            System.out.println(dead.type() + " failed " + dead.attempts() + " times: " + dead.lastError());
            inbox.requeue(dead.key());
        }
    }

    static WebhookReceiver listening(WebhookVerifier verifier, Queue<WebhookEvent> queue, Queue<String> alerts) {
        WebhookListener listener = new WebhookListener() {
            @Override
            public void onDeliveryRejected(WebhookVerificationException rejection) {
                alerts.add("rejected: " + rejection.reason());
            }

            @Override
            public void onDeliveryFailed(WebhookEvent event, Exception failure) {
                alerts.add("failed: " + event.type());
            }
        };
        return WebhookReceiver.builder(verifier).listener(listener).build(event -> queue.add(event));
    }

    private static void enqueue(Connection connection, String jobId) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO finished_job VALUES (?)")) {
            insert.setString(1, jobId);
            insert.executeUpdate();
        }
    }

    static boolean inAnExistingTransaction(Connection connection, WebhookEvent event, String jobId)
            throws SQLException {
        return JdbcDeliveryLog.on(connection).once(DeliveryKeys.id(event), () -> enqueue(connection, jobId));
    }

    static int cleanUp(Connection connection) throws SQLException {
        return JdbcDeliveryLog.forgetBefore(connection, Instant.now().minus(Duration.ofDays(7)));
    }

    static String read(WebhookVerifier verifier, HttpServletRequest request, byte[] rawBody) {
        try {
            WebhookEvent event = verifier.verify(request::getHeader, rawBody);
            if (event instanceof WebhookEvent.JobCompleted completed) {
                return completed.jobId() + " completed";
            } else if (event instanceof WebhookEvent.JobFailed failed) {
                return failed.jobId() + " failed: " + failed.error();
            } else {
                return event.type() + ": " + event.payload();
            }
        } catch (WebhookVerificationException e) {
            return "rejected: " + e.reason();
        }
    }

    static WebhookVerifier rotating(String newSecret, String oldSecret) {
        return WebhookVerifier.builder().secrets(newSecret, oldSecret).build();
    }

    static WebhookReceiver byContent(WebhookVerifier verifier, Queue<WebhookEvent> queue) {
        return WebhookReceiver.builder(verifier)
                .deliveryLog(new InMemoryDeliveryLog(Duration.ofMinutes(2)))
                .deliveryKey(DeliveryKeys::content)
                .build(event -> queue.add(event));
    }

    static int deliver(WebhookReceiver receiver, String secret) {
        byte[] body = "{\"jobId\":\"job_1\"}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = WebhookSigner.headers(secret, Instant.now(), "job.completed", "delivery-1", body);
        return receiver.receive(headers::get, body);
    }

    static WebhookEvent unsigned(HttpServletRequest request, byte[] rawBody) {
        return WebhookVerifier.parseUnverified(request::getHeader, rawBody);
    }
}
