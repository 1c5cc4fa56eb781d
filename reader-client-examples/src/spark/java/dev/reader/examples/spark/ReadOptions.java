package dev.reader.examples.spark;

import dev.reader.client.RateLimiter;
import dev.reader.client.ReaderClient;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How executors read. Sent to them with each task, the key included; {@link #toString} leaves the key out.
 *
 * @param runId the id of the run; repeating it within 24 hours, with the same URLs, costs no further credits
 * @param apiKey the API key
 * @param baseUrl the base URL of the API
 * @param shardSize the number of URLs of a batch, 1 to 1,000
 * @param requestsPerMinute the limit of one executor: that of the workspace, divided by the number of executors
 * @param timeout how long a task waits for a job slot, and then for its job
 */
public record ReadOptions(
        String runId, String apiKey, String baseUrl, int shardSize, int requestsPerMinute, Duration timeout)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String BASE_URL = "https://api.reader.dev";
    private static final int MAX_SHARD_SIZE = 1000;

    /** Checks the options. */
    public ReadOptions {
        if (runId.isBlank()) {
            throw new IllegalArgumentException("runId must not be blank");
        }
        if (shardSize < 1 || shardSize > MAX_SHARD_SIZE) {
            throw new IllegalArgumentException("shardSize must be 1 to " + MAX_SHARD_SIZE + ", but is " + shardSize);
        }
    }

    /** Returns options with shards of 1,000 URLs, 60 requests a minute, and a time-out of 6 hours. */
    public static ReadOptions of(String runId, String apiKey) {
        return new ReadOptions(runId, apiKey, BASE_URL, MAX_SHARD_SIZE, 60, Duration.ofHours(6));
    }

    /** Returns these options with another base URL. */
    public ReadOptions withBaseUrl(String url) {
        return new ReadOptions(runId, apiKey, url, shardSize, requestsPerMinute, timeout);
    }

    /** Returns these options with another number of URLs of a batch. */
    public ReadOptions withShardSize(int size) {
        return new ReadOptions(runId, apiKey, baseUrl, size, requestsPerMinute, timeout);
    }

    /** Returns these options with another rate limit of an executor. */
    public ReadOptions withRequestsPerMinute(int requests) {
        return new ReadOptions(runId, apiKey, baseUrl, shardSize, requests, timeout);
    }

    /** Creates a client with these options. */
    ReaderClient newClient() {
        return ReaderClient.builder()
                .apiKey(apiKey)
                .baseUrl(baseUrl)
                .rateLimiter(RateLimiter.perMinute(requestsPerMinute))
                .slotTimeout(timeout)
                .build();
    }

    /** Returns whether a client of other options can be used. */
    boolean sameClient(ReadOptions other) {
        return Objects.equals(apiKey, other.apiKey)
                && Objects.equals(baseUrl, other.baseUrl)
                && requestsPerMinute == other.requestsPerMinute
                && Objects.equals(timeout, other.timeout);
    }

    @Override
    public String toString() {
        return "ReadOptions[runId=" + runId + ", baseUrl=" + baseUrl + ", shardSize=" + shardSize
                + ", requestsPerMinute=" + requestsPerMinute + ", timeout=" + timeout + "]";
    }
}
