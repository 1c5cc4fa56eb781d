package dev.reader.examples.local.account;

import dev.reader.examples.local.http.ApiExchange;
import dev.reader.examples.local.http.ApiResponse;
import dev.reader.examples.local.http.PaginationParams;
import dev.reader.examples.local.http.Routes;
import java.io.IOException;
import java.util.function.Function;

/** Serves {@code /v1/usage}. */
public final class UsageEndpoints {
    private final CreditAccount account;
    private final UsageLog usage;
    private final SessionEndpoints sessions;

    /**
     * Creates the endpoints.
     *
     * @param sessions charged before the account is shown
     */
    public UsageEndpoints(CreditAccount account, UsageLog usage, SessionEndpoints sessions) {
        this.account = account;
        this.usage = usage;
        this.sessions = sessions;
    }

    public void addTo(Routes routes) {
        routes.add("GET", "/v1/usage/credits", this::credits)
                .add(
                        "GET",
                        "/v1/usage/history",
                        exchange -> exchange.send(PaginationParams.of(exchange)
                                .response(usage.newestFirst(), Function.identity(), exchange.url())));
    }

    private void credits(ApiExchange exchange) throws IOException {
        sessions.settle();
        exchange.send(ApiResponse.ok(account.json()));
    }
}
