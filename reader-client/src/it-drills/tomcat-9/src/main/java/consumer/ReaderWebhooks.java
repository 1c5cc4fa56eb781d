package consumer;

import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookVerifier;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import javax.servlet.annotation.WebListener;

/** Adds the servlet to a WAR. */
@WebListener
public final class ReaderWebhooks implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent start) {
        WebhookVerifier verifier = WebhookVerifier.of(System.getenv("READER_WEBHOOK_SECRET"));
        WebhookReceiver receiver =
                WebhookReceiver.of(verifier, event -> start.getServletContext().log("received " + event));
        start.getServletContext()
                .addServlet("reader", new WebhookServlet(receiver))
                .addMapping("/hooks/reader");
    }
}
