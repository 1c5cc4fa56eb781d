package dev.reader.examples.local;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every request goes through: its id, faults, the key, the rate limit, its route, and the error envelope. */
@SuppressWarnings("serial") // never serialized
final class ApiServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);

    private final Routes routes;
    private final ApiKeys keys;
    private final RateLimiter limiter;
    private final Faults faults;

    ApiServlet(Routes routes, ApiKeys keys, RateLimiter limiter, Faults faults) {
        this.routes = routes;
        this.keys = keys;
        this.limiter = limiter;
        this.faults = faults;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        response.setHeader("x-request-id", "req_" + UUID.randomUUID());
        if (faults.take(Fault.Kind.RESET_BEFORE, path) != null) {
            Connections.reset(request);
            return;
        }
        if (faults.take(Fault.Kind.PROXY_PAGE, path) != null) {
            ProxyPage.send(response, 502);
            return;
        }
        boolean resetAfter = faults.take(Fault.Kind.RESET_AFTER, path) != null;
        try {
            Routes.Match match = routes.match(request.getMethod(), path);
            Exchange exchange =
                    new Exchange(request, response, match == null ? Map.of() : match.pathParameters(), resetAfter);
            admit(exchange);
            if (match == null) {
                throw new ApiException(ErrorCode.NOT_FOUND, "No such endpoint: " + request.getMethod() + " " + path);
            }
            match.handler().handle(exchange);
        } catch (ApiException e) {
            refuse(request, response, resetAfter, e);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.getMethod(), path, e);
            refuse(request, response, resetAfter, new ApiException(ErrorCode.INTERNAL_ERROR, "Something broke"));
        }
    }

    private void admit(Exchange exchange) {
        keys.authenticate(exchange.header("x-api-key"));
        if (faults.take(Fault.Kind.RATE_LIMIT, exchange.path()) != null) {
            throw ApiException.rateLimited(10, (int) RateLimiter.WINDOW.toSeconds(), 1);
        }
        if (faults.take(Fault.Kind.SERVER_ERROR, exchange.path()) != null) {
            throw new ApiException(ErrorCode.INTERNAL_ERROR, "Something broke");
        }
        if (exchange.path().startsWith("/v1/")) {
            limiter.acquire();
        }
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, boolean reset, ApiException error)
            throws IOException {
        new Exchange(request, response, Map.of(), reset).send(error.reply());
    }
}
