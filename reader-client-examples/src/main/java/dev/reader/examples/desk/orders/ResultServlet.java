package dev.reader.examples.desk.orders;

import dev.reader.examples.desk.store.OrderTable;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.Optional;

/** Serves a stored result to who has a signed link. */
public final class ResultServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient OrderDesk orders;
    private final transient SignedLinks links;

    public ResultServlet(OrderDesk orders, SignedLinks links) {
        this.orders = orders;
        this.links = links;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = String.valueOf(request.getPathInfo());
        String orderId = path.isEmpty() ? "" : path.substring(1);
        switch (links.check(orderId, request.getParameter("expires"), request.getParameter("signature"))) {
            case FORGED ->
                OrdersServlet.error(response, HttpServletResponse.SC_FORBIDDEN, "the signature of the link is wrong");
            case EXPIRED ->
                OrdersServlet.error(
                        response,
                        HttpServletResponse.SC_GONE,
                        "the link has expired; the status of the order has a new one");
            case VALID -> send(response, orders.result(orderId));
        }
    }

    private static void send(HttpServletResponse response, Optional<OrderTable.Result> result) throws IOException {
        if (result.isEmpty()) {
            OrdersServlet.error(response, HttpServletResponse.SC_NOT_FOUND, "the order has no result");
            return;
        }
        response.setContentType(result.get().mimeType());
        response.setHeader("Content-Disposition", "attachment");
        response.setContentLength(result.get().bytes().length);
        response.getOutputStream().write(result.get().bytes());
    }
}
