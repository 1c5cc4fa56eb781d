package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code /v1/read} and {@code /v1/jobs}. */
final class ReadEndpoints {
    private static final int MAX_KEY_LENGTH = 255;

    private final Reading reading;
    private final JobEngine engine;
    private final IdempotencyStore idempotency;
    private final UrlPolicy policy;

    ReadEndpoints(Reading reading, JobEngine engine, IdempotencyStore idempotency, UrlPolicy policy) {
        this.reading = reading;
        this.engine = engine;
        this.idempotency = idempotency;
        this.policy = policy;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/v1/read", this::read)
                .add(
                        "GET",
                        "/v1/jobs/{id}",
                        exchange -> exchange.send(job(exchange).detail(Pagination.of(exchange), exchange.url())))
                .add("DELETE", "/v1/jobs/{id}", this::cancel)
                .add("POST", "/v1/jobs/{id}/retry", this::retry);
    }

    private void read(Exchange exchange) throws IOException {
        String key = idempotencyKey(exchange);
        ObjectNode body = exchange.body();
        exchange.send(key == null ? read(body) : idempotency.once(key, () -> read(body)));
    }

    private Reply read(ObjectNode body) {
        ReadRequest request = ReadRequest.of(body, policy);
        reading.requireCredits(request);
        if (request.mode() != ReadRequest.Mode.SCRAPE) {
            return Reply.created(engine.create(request).summary());
        }
        try {
            return Reply.ok(
                    reading.read(request.urls().get(0), request.options()).json());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(ErrorCode.INTERNAL_ERROR, "The server is stopping");
        }
    }

    private void cancel(Exchange exchange) throws IOException {
        Job job = job(exchange);
        engine.cancel(job);
        exchange.send(Reply.ok(Json.object().put("id", job.id()).put("status", JobStatus.CANCELLED.wireName())));
    }

    private void retry(Exchange exchange) throws IOException {
        Job job = job(exchange);
        int retrying = engine.retry(job);
        exchange.send(Reply.ok(Json.object()
                .put("id", job.id())
                .put("status", JobStatus.QUEUED.wireName())
                .put("retrying", retrying)));
    }

    private Job job(Exchange exchange) {
        return engine.get(exchange.pathParameter("id"));
    }

    private static @Nullable String idempotencyKey(Exchange exchange) {
        String key = exchange.header("x-idempotency-key");
        if (key != null && (key.isBlank() || key.length() > MAX_KEY_LENGTH)) {
            throw ApiException.invalid(
                    "x-idempotency-key", "invalid_string", "must have 1 to " + MAX_KEY_LENGTH + " characters");
        }
        return key;
    }
}
