package dev.reader.examples.local.account;

import dev.reader.examples.local.http.ApiResponse;
import dev.reader.examples.local.http.PaginationParams;
import dev.reader.examples.local.http.Routes;
import java.util.function.Function;

/** Serves {@code /v1/usage}. */
public final class UsageEndpoints {
    private final CreditAccount account;
    private final UsageLog usage;

    public UsageEndpoints(CreditAccount account, UsageLog usage) {
        this.account = account;
        this.usage = usage;
    }

    public void addTo(Routes routes) {
        routes.add("GET", "/v1/usage/credits", exchange -> exchange.send(ApiResponse.ok(account.json())))
                .add(
                        "GET",
                        "/v1/usage/history",
                        exchange -> exchange.send(PaginationParams.of(exchange)
                                .response(usage.newestFirst(), Function.identity(), exchange.url())));
    }
}
