package consumer;

import dev.reader.client.webhook.WebhookReceiver;
import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Passes each delivery to the receiver. Other methods than POST are answered with 405 by {@link HttpServlet}. */
final class WebhookServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient WebhookReceiver receiver;

    WebhookServlet(WebhookReceiver receiver) {
        this.receiver = receiver;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(receiver.receive(request::getHeader, request.getInputStream()));
    }
}
