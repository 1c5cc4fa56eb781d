package dev.reader.examples.docs;

import dev.reader.client.BatchRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.RequestOptions;
import dev.reader.client.error.InsufficientCreditsException;
import dev.reader.client.error.RateLimitedException;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.UrlBlockedException;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The code of docs/errors.md. */
final class ErrorsAndRetries {
    private ErrorsAndRetries() {}

    static @Nullable Page handle(ReaderClient reader, String url) {
        try {
            return reader.scrape(url);
        } catch (UrlBlockedException e) {
            System.err.println("blocked: " + e.url() + ", " + e.reason());
        } catch (InsufficientCreditsException e) {
            System.err.println("needs " + e.required() + " credits, has " + e.available() + " until " + e.resetAt());
        } catch (RateLimitedException e) {
            System.err.println("retry in " + e.retryAfter());
        } catch (ReaderApiException e) {
            System.err.println(e.code() + ", request " + e.requestId() + ": " + e.details());
        }
        return null;
    }

    static ReaderClient impatient(ReaderClient reader) {
        return reader.with(RequestOptions.builder()
                .timeout(Duration.ofSeconds(5))
                .maxRetries(0)
                .build());
    }

    static Job createOnce(ReaderClient reader, BatchRequest request, String orderId) {
        BatchRequest named =
                request.toBuilder().idempotencyKey("order-" + orderId).build();
        try {
            return reader.createJob(named);
        } catch (ReaderConnectionException e) {
            // The same key returns the same job, even from another process.
            return reader.createJob(named);
        }
    }
}
