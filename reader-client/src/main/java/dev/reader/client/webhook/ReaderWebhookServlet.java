package dev.reader.client.webhook;

import dev.reader.client.internal.Checks;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Receives webhooks in a Jakarta servlet container by means of a {@link WebhookReceiver}.
 *
 * <p>Passes events to a handler,
 *
 * <pre>{@code
 * context.addServlet(new ReaderWebhookServlet(WebhookVerifier.of(secret), event -> queue.add(event)), "/hooks/reader");
 * }</pre>
 *
 * <p>or to a subclass that overrides {@link #handle}. Responds with the receiver's status, and with 405 to any method
 * other than POST. The container's settings limit how long a client may take to send the body.
 *
 * <p>Requires {@code jakarta.servlet-api}, which is not a dependency of this library.
 */
@SuppressWarnings("exports") // only code that uses this class needs jakarta.servlet
public class ReaderWebhookServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient WebhookReceiver.@Nullable Builder settings;
    private transient @Nullable WebhookReceiver receiver;

    /**
     * Creates a servlet.
     *
     * @param receiver processes the deliveries
     * @throws IllegalArgumentException if it is null
     */
    public ReaderWebhookServlet(WebhookReceiver receiver) {
        this.settings = null;
        this.receiver = Checks.notNull("receiver", receiver);
    }

    /**
     * Creates a servlet that keeps its delivery log in memory and accepts bodies of up to 64 MiB.
     *
     * @param verifier authenticates deliveries
     * @param handler handles the events
     * @throws IllegalArgumentException if an argument is null
     */
    public ReaderWebhookServlet(WebhookVerifier verifier, WebhookHandler handler) {
        this(WebhookReceiver.of(verifier, handler));
    }

    /**
     * Creates a servlet whose subclass implements {@link #handle}, keeps its delivery log in memory and accepts bodies
     * of up to 64 MiB.
     *
     * @param verifier authenticates deliveries
     * @throws IllegalArgumentException if it is null
     */
    protected ReaderWebhookServlet(WebhookVerifier verifier) {
        this(WebhookReceiver.builder(verifier));
    }

    /**
     * Creates a servlet whose subclass implements {@link #handle}.
     *
     * @param settings builder of the receiver; read when the container starts the servlet
     * @throws IllegalArgumentException if it is null
     */
    protected ReaderWebhookServlet(WebhookReceiver.Builder settings) {
        this.settings = Checks.notNull("settings", settings);
    }

    /** Builds the receiver. The container calls this before the first request. */
    @Override
    public void init() {
        if (settings != null) {
            receiver = settings.build(this::handle);
        }
    }

    /**
     * Handles an event, once per delivery. A subclass must override this unless it was created with a handler.
     *
     * @param event the event
     * @throws Exception if it fails; the servlet then responds with 500, and Reader repeats the delivery
     */
    protected void handle(WebhookEvent event) throws Exception {
        throw new UnsupportedOperationException(
                getClass().getName() + " has no handler; override handle or pass a handler to the constructor");
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        if (receiver == null) {
            throw new IllegalStateException("the servlet is not initialized; call init() first");
        }
        response.setStatus(receiver.receive(request::getHeader, request.getInputStream()));
    }
}
