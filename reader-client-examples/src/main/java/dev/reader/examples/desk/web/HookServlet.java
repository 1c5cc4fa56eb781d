package dev.reader.examples.desk.web;

import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.examples.desk.jobs.DeliveryCounts;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.Semaphore;

/** Receives Reader's deliveries: verifies them, stores them in the inbox and answers. */
final class HookServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1;

    /** Anybody can send a body slowly, and holds a thread so long; half of the server's threads are left for the others. */
    private static final int AT_A_TIME = DeskServer.THREADS / 2;

    private final transient WebhookReceiver receiver;
    private final transient DeliveryCounts counts;
    private final transient Semaphore places = new Semaphore(AT_A_TIME);

    HookServlet(WebhookReceiver receiver, DeliveryCounts counts) {
        this.receiver = receiver;
        this.counts = counts;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!places.tryAcquire()) {
            response.setHeader("Connection", "close");
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        try {
            int status = receiver.receive(request::getHeader, request.getInputStream());
            if (status == HttpServletResponse.SC_OK) {
                counts.received();
            }
            response.setStatus(status);
        } finally {
            places.release();
        }
    }
}
