package dev.reader.examples.desk.orders;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.examples.desk.web.Tokens;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /orders} and {@code GET /orders/{id}/status}, both with {@code Authorization: Bearer KEY}
 * (docs/reader-api.md §9).
 */
public final class OrdersServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int MAX_BODY_BYTES = 2_500_000;
    private static final String STATUS = "/status";
    private static final String BEARER = "Bearer ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final transient OrderDesk orders;
    private final transient String key;

    /** Creates the servlet; {@code key} is the marketplace's. */
    public OrdersServlet(OrderDesk orders, String key) {
        this.orders = orders;
        this.key = key;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        boolean root = path.isEmpty() || path.equals("/");
        String allowed = root ? "POST" : "GET";
        if (!authorized(request)) {
            response.setHeader("WWW-Authenticate", "Bearer");
            refuse(response, HttpServletResponse.SC_UNAUTHORIZED, "send the header Authorization: Bearer KEY");
        } else if (!request.getMethod().equals(allowed)) {
            response.setHeader("Allow", allowed);
            refuse(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "use " + allowed);
        } else if (root) {
            accept(request, response);
        } else if (path.endsWith(STATUS)) {
            status(response, path.substring(1, Math.max(1, path.length() - STATUS.length())));
        } else {
            error(response, HttpServletResponse.SC_NOT_FOUND, "use /orders/{id}/status");
        }
    }

    private boolean authorized(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null
                && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && Tokens.same(key, header.substring(BEARER.length()).strip());
    }

    private void accept(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            refuse(
                    response,
                    HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                    "the body has more than " + MAX_BODY_BYTES + " bytes");
            return;
        }
        OrderBody order;
        try {
            order = OrderBody.parse(body);
        } catch (IllegalArgumentException e) {
            error(response, HttpServletResponse.SC_BAD_REQUEST, String.valueOf(e.getMessage()));
            return;
        }
        OrderDesk.Acceptance acceptance = orders.accept(order);
        if (acceptance == OrderDesk.Acceptance.CONFLICT) {
            error(response, HttpServletResponse.SC_CONFLICT, "order " + order.orderId() + " exists with other inputs");
            return;
        }
        int status =
                acceptance == OrderDesk.Acceptance.NEW ? HttpServletResponse.SC_ACCEPTED : HttpServletResponse.SC_OK;
        write(response, status, Map.of("order_id", order.orderId(), "status", "processing"));
    }

    private void status(HttpServletResponse response, String orderId) throws IOException {
        Optional<Map<String, Object>> status =
                OrderBody.ORDER_ID.matcher(orderId).matches() ? orders.status(orderId) : Optional.empty();
        if (status.isEmpty()) {
            error(response, HttpServletResponse.SC_NOT_FOUND, "there is no such order");
        } else {
            write(response, HttpServletResponse.SC_OK, status.get());
        }
    }

    /** Answers without reading the body to its end, and tells the client that the connection ends with the response. */
    private static void refuse(HttpServletResponse response, int status, String message) throws IOException {
        response.setHeader("Connection", "close");
        error(response, status, message);
    }

    static void error(HttpServletResponse response, int status, String message) throws IOException {
        write(response, status, Map.of("error", message));
    }

    private static void write(HttpServletResponse response, int status, Map<String, ?> fields) throws IOException {
        byte[] body = JSON.writeValueAsBytes(fields);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
