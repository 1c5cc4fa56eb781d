package dev.reader.examples.batch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order as it is stored.
 *
 * @param id the application's id
 * @param crawl true for a crawl of its only URL, false for a batch of its URLs
 * @param idempotencyKey makes a repeated request create no second job
 * @param jobId the id of its job, or null if the API has not accepted it
 * @param state what happened to it
 * @param detail why it is in this state, or null
 * @param retries how often its failed pages were retried
 * @param storedBy who stored its pages, or null if they are not stored
 * @param createdAt when it was stored or queued again
 */
public record Order(
        String id,
        boolean crawl,
        String idempotencyKey,
        @Nullable String jobId,
        OrderState state,
        @Nullable String detail,
        int retries,
        @Nullable String storedBy,
        Instant createdAt) {}
