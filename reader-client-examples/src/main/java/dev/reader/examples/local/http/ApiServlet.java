package dev.reader.examples.local.http;

import dev.reader.examples.local.Fault;
import dev.reader.examples.local.Habit;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes every request: its id, faults, the key, the rate limit, its route, and the error envelope. */
@SuppressWarnings("serial") // never serialized
public final class ApiServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);

    /** Checks the API key of a request. */
    @FunctionalInterface
    public interface Authenticator {
        /** Throws {@code unauthenticated} unless the key is valid. */
        void authenticate(@Nullable String apiKey);
    }

    private final Routes routes;
    private final Authenticator authenticator;
    private final SlidingWindowLimiter limiter;
    private final FaultSource faults;
    private final Set<Habit> habits;

    public ApiServlet(
            Routes routes,
            Authenticator authenticator,
            SlidingWindowLimiter limiter,
            FaultSource faults,
            Set<Habit> habits) {
        this.routes = routes;
        this.authenticator = authenticator;
        this.limiter = limiter;
        this.faults = faults;
        this.habits = habits;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        response.setHeader("x-request-id", "req_" + UUID.randomUUID());
        if (faults.take(Fault.Kind.RESET_BEFORE, path) != null) {
            ConnectionFaults.reset(request);
            return;
        }
        if (faults.take(Fault.Kind.PROXY_PAGE, path) != null) {
            ProxyErrorPage.send(response, 502);
            return;
        }
        boolean resetInsteadOfResponse = faults.take(Fault.Kind.RESET_AFTER, path) != null;
        try {
            Routes.Match match = routes.match(request.getMethod(), path);
            ApiExchange exchange = new ApiExchange(
                    request, response, match == null ? Map.of() : match.pathParameters(), resetInsteadOfResponse);
            admit(exchange, match != null && match.isPublic());
            if (match == null) {
                throw new ApiException(ErrorCode.NOT_FOUND, "No such endpoint: " + request.getMethod() + " " + path);
            }
            match.handler().handle(exchange);
        } catch (ApiException e) {
            sendError(request, response, resetInsteadOfResponse, e);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.getMethod(), path, e);
            sendError(
                    request,
                    response,
                    resetInsteadOfResponse,
                    new ApiException(ErrorCode.INTERNAL_ERROR, "Internal error"));
        }
    }

    private void admit(ApiExchange exchange, boolean isPublic) {
        if (!isPublic) {
            authenticator.authenticate(exchange.header("x-api-key"));
        }
        if (faults.take(Fault.Kind.RATE_LIMIT, exchange.path()) != null) {
            throw ApiException.rateLimited(10, (int) SlidingWindowLimiter.WINDOW.toSeconds(), 1);
        }
        if (faults.take(Fault.Kind.SERVER_ERROR, exchange.path()) != null) {
            throw new ApiException(ErrorCode.INTERNAL_ERROR, "Internal error");
        }
        if (exchange.path().startsWith("/v1/")) {
            limiter.acquire();
        }
    }

    private void sendError(HttpServletRequest request, HttpServletResponse response, boolean reset, ApiException error)
            throws IOException {
        new ApiExchange(request, response, Map.of(), reset).send(error.response(habits));
    }
}
