package dev.reader.examples.desk.web;

import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.examples.desk.jobs.DeliveryCounts;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/** Receives Reader's deliveries: verifies them, stores them in the inbox and answers. */
final class HookServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient WebhookReceiver receiver;
    private final transient DeliveryCounts counts;

    HookServlet(WebhookReceiver receiver, DeliveryCounts counts) {
        this.receiver = receiver;
        this.counts = counts;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = receiver.receive(request::getHeader, request.getInputStream());
        if (status == HttpServletResponse.SC_OK) {
            counts.received();
        }
        response.setStatus(status);
    }
}
