package dev.reader.examples.desk.web;

import dev.reader.client.webhook.InboxDelivery;
import dev.reader.client.webhook.WebhookInbox;
import dev.reader.examples.desk.store.Counters;
import dev.reader.examples.desk.store.Database;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Shows the deliveries and the dead letters, which can be queued again. */
final class DeliveriesServlet extends PageServlet {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int SHOWN = 100;

    private final transient Database database;
    private final transient WebhookInbox inbox;
    private final String webhookUrl;

    DeliveriesServlet(Views views, Database database, WebhookInbox inbox, String webhookUrl) {
        super(views);
        this.database = database;
        this.inbox = inbox;
        this.webhookUrl = webhookUrl;
    }

    private List<InboxDelivery> list(InboxDelivery.State state) {
        try {
            return inbox.list(state, SHOWN);
        } catch (SQLException e) {
            throw new IllegalStateException("the inbox can't be read", e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, Long> counts = database.call(Counters::all);
        render(
                request,
                response,
                "deliveries",
                Map.of(
                        "url", webhookUrl,
                        "received", counts.getOrDefault(Counters.RECEIVED, 0L),
                        "refused", counts.getOrDefault(Counters.REFUSED, 0L),
                        "duplicate", counts.getOrDefault(Counters.DUPLICATE, 0L),
                        "dead", list(InboxDelivery.State.DEAD),
                        "pending", list(InboxDelivery.State.PENDING)));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String key = text(request, "key");
        try {
            if (key.isEmpty() || !inbox.requeue(key)) {
                error(request, response, HttpServletResponse.SC_CONFLICT, "This delivery is not a dead letter.");
                return;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the delivery can't be queued again", e);
        }
        redirect(response, "/deliveries");
    }
}
