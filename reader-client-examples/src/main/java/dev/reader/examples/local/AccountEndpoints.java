package dev.reader.examples.local;

import java.util.function.Function;

/** {@code /v1/usage} and {@code /v1/queue}. */
final class AccountEndpoints {
    private final Account account;
    private final UsageLog usage;
    private final JobEngine engine;

    AccountEndpoints(Account account, UsageLog usage, JobEngine engine) {
        this.account = account;
        this.usage = usage;
        this.engine = engine;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/v1/usage/credits", exchange -> exchange.send(Reply.ok(account.json())))
                .add("GET", "/v1/queue/status", exchange -> exchange.send(Reply.ok(engine.queue())))
                .add(
                        "GET",
                        "/v1/usage/history",
                        exchange -> exchange.send(Pagination.of(exchange)
                                .reply(usage.newestFirst(), Function.identity(), exchange.url())));
    }
}
