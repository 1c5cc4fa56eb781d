package dev.reader.examples.fleet;

import dev.reader.client.RateLimiter;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Keeps all processes of a workspace inside one sliding window, with a bucket in PostgreSQL.
 *
 * <p>A bucket that holds {@code capacity} permits and gains {@code refill} in each window lets at most {@code capacity + refill}
 * through any window. So the limit is split: a sixth of it may come at once, a twelfth stays free for requests that reach the
 * server later than they got their permit, and the rest is refilled evenly.
 *
 * <p>A permit costs a transaction of two statements. The clocks of the machines must agree to a fraction of the window.
 */
public final class SharedRateLimit implements RateLimiter {
    static final int MIN_REQUESTS = 4;

    private final Bucket bucket;

    private SharedRateLimit(Bucket bucket) {
        this.bucket = bucket;
    }

    /**
     * Returns the limiter of a workspace.
     *
     * @param dataSource the database that all processes share; {@link BatchFleet#createTables} created its table
     * @param workspace the number of the bucket; each workspace has its own
     * @param requests the number of requests in a window, at least 4; the same in all processes
     * @param window the length of the sliding window; one minute for the Reader API
     */
    public static RateLimiter of(DataSource dataSource, long workspace, int requests, Duration window) {
        return of(dataSource, workspace, requests, window, TimeMeter.SYSTEM_MILLISECONDS);
    }

    static RateLimiter of(DataSource dataSource, long workspace, int requests, Duration window, TimeMeter clock) {
        if (requests < MIN_REQUESTS) {
            throw new IllegalArgumentException("requests must be at least " + MIN_REQUESTS + ", but are " + requests);
        }
        int capacity = Math.max(1, requests / 6);
        int late = Math.max(1, requests / 12);
        BucketConfiguration configuration = BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(requests - capacity - late, window))
                .build();
        return new SharedRateLimit(Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
                .table("reader_rate_limit")
                .clientClock(clock)
                .build()
                .builder()
                .build(workspace, () -> configuration));
    }

    @Override
    public Duration tryAcquire() {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
    }

    @Override
    public void onUnused() {
        bucket.addTokens(1);
    }
}
