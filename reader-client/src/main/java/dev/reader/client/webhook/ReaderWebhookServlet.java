package dev.reader.client.webhook;

import dev.reader.client.internal.Checks;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Receives webhooks in a Jakarta servlet container: what a {@link WebhookReceiver} does, at a URL.
 *
 * <p>Hands events to a handler,
 *
 * <pre>{@code
 * context.addServlet(new ReaderWebhookServlet(WebhookVerifier.of(secret), event -> queue.add(event)), "/hooks/reader");
 * }</pre>
 *
 * <p>or to a subclass that overrides {@link #handle}. Answers as the receiver says, and 405 to what is no POST. How slowly a
 * body may come is the container's setting.
 *
 * <p>Needs {@code jakarta.servlet-api}, which the library does not bring along.
 */
@SuppressWarnings("exports") // who extends this requires jakarta.servlet, which nobody else has to
public class ReaderWebhookServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient WebhookReceiver.@Nullable Builder settings;
    private transient @Nullable WebhookReceiver receiver;

    /**
     * Creates a servlet.
     *
     * @param receiver what takes the deliveries
     * @throws IllegalArgumentException if it is null
     */
    public ReaderWebhookServlet(WebhookReceiver receiver) {
        this.settings = null;
        this.receiver = Checks.notNull("receiver", receiver);
    }

    /**
     * Creates a servlet that remembers deliveries in memory and takes bodies up to 10 MiB.
     *
     * @param verifier accepts deliveries
     * @param handler does what they call for
     * @throws IllegalArgumentException if an argument is null
     */
    public ReaderWebhookServlet(WebhookVerifier verifier, WebhookHandler handler) {
        this(WebhookReceiver.of(verifier, handler));
    }

    /**
     * Creates a servlet whose subclass does the work in {@link #handle}, that remembers deliveries in memory and takes
     * bodies up to 10 MiB.
     *
     * @param verifier accepts deliveries
     * @throws IllegalArgumentException if it is null
     */
    protected ReaderWebhookServlet(WebhookVerifier verifier) {
        this(WebhookReceiver.builder(verifier));
    }

    /**
     * Creates a servlet whose subclass does the work in {@link #handle}.
     *
     * @param settings how deliveries are taken; read when the container starts the servlet
     * @throws IllegalArgumentException if they are null
     */
    protected ReaderWebhookServlet(WebhookReceiver.Builder settings) {
        this.settings = Checks.notNull("settings", settings);
    }

    /** Called by the container before the first request. */
    @Override
    public void init() {
        if (settings != null) {
            receiver = settings.build(this::handle);
        }
    }

    /**
     * Handles an event, once for each delivery. A subclass overrides it unless it was created with a handler.
     *
     * @param event the event
     * @throws Exception if it fails; the delivery is then answered with 500, and Reader delivers it again
     */
    protected void handle(WebhookEvent event) throws Exception {
        throw new UnsupportedOperationException(getClass().getName() + " neither overrides handle nor has a handler");
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        if (receiver == null) {
            throw new IllegalStateException("the container did not call init");
        }
        response.setStatus(receiver.receive(request::getHeader, request.getInputStream()));
    }
}
