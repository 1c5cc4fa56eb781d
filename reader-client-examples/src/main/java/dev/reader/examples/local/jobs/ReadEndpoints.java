package dev.reader.examples.local.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.account.MeteredScraper;
import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.ApiExchange;
import dev.reader.examples.local.http.ApiResponse;
import dev.reader.examples.local.http.ErrorCode;
import dev.reader.examples.local.http.IdempotencyStore;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.http.PaginationParams;
import dev.reader.examples.local.http.Routes;
import dev.reader.examples.local.http.UrlPolicy;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Serves {@code /v1/read} and {@code /v1/jobs}. */
final class ReadEndpoints {
    private static final int MAX_KEY_LENGTH = 255;

    private final MeteredScraper scraper;
    private final JobEngine engine;
    private final IdempotencyStore idempotency;
    private final UrlPolicy policy;

    ReadEndpoints(MeteredScraper scraper, JobEngine engine, IdempotencyStore idempotency, UrlPolicy policy) {
        this.scraper = scraper;
        this.engine = engine;
        this.idempotency = idempotency;
        this.policy = policy;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/v1/read", this::read)
                .add(
                        "GET",
                        "/v1/jobs/{id}",
                        exchange -> exchange.send(job(exchange).detail(PaginationParams.of(exchange), exchange.url())))
                .add("DELETE", "/v1/jobs/{id}", this::cancel)
                .add("POST", "/v1/jobs/{id}/retry", this::retry);
    }

    private void read(ApiExchange exchange) throws IOException {
        String key = idempotencyKey(exchange);
        ObjectNode body = exchange.body();
        exchange.send(key == null ? read(body) : idempotency.once(key, () -> read(body)));
    }

    private ApiResponse read(ObjectNode body) {
        ReadRequestBody request = ReadRequestBody.of(body, policy);
        scraper.requireCredits(request.urls(), request.options());
        if (request.mode() != ReadRequestBody.Mode.SCRAPE) {
            return ApiResponse.created(engine.create(request).summary());
        }
        engine.checkSlots();
        try {
            return ApiResponse.ok(
                    scraper.read(request.urls().get(0), request.options(), 0).json());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(ErrorCode.INTERNAL_ERROR, "The server is stopping");
        }
    }

    private void cancel(ApiExchange exchange) throws IOException {
        ServerJob job = job(exchange);
        engine.cancel(job);
        exchange.send(ApiResponse.ok(
                JsonNodes.object().put("id", job.id()).put("status", ServerJobStatus.CANCELLED.wireName())));
    }

    private void retry(ApiExchange exchange) throws IOException {
        ServerJob job = job(exchange);
        int retrying = engine.retry(job);
        exchange.send(ApiResponse.ok(JsonNodes.object()
                .put("id", job.id())
                .put("status", ServerJobStatus.QUEUED.wireName())
                .put("retrying", retrying)));
    }

    private ServerJob job(ApiExchange exchange) {
        return engine.get(exchange.pathParameter("id"));
    }

    private static @Nullable String idempotencyKey(ApiExchange exchange) {
        String key = exchange.header("x-idempotency-key");
        if (key != null && (key.isBlank() || key.length() > MAX_KEY_LENGTH)) {
            throw ApiException.invalid(
                    "x-idempotency-key", "invalid_string", "must have 1 to " + MAX_KEY_LENGTH + " characters");
        }
        return key;
    }
}
