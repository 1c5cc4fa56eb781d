package dev.reader.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.zaxxer.hikari.HikariDataSource;
import dev.reader.client.RateLimiter;
import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import io.github.bucket4j.TimeMeter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks four limiters, as four processes do, in simulated time. */
@Timeout(600)
@ExtendWith(PostgresExtension.class)
class SharedRateLimitTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HikariDataSource pool = new HikariDataSource();
    private final Clock clock = new Clock();

    SharedRateLimitTest(PostgresServer server) {
        pool.setJdbcUrl(server.url());
        pool.setMaximumPoolSize(2);
    }

    /** A clock that the test moves. */
    private static final class Clock implements TimeMeter {
        private long nanos = Duration.ofHours(1).toNanos();

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }

    @BeforeEach
    void freshTables() throws SQLException {
        BatchFleet.createTables(pool);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM reader_rate_limit");
        }
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    private RateLimiter limiter(int requests) {
        return SharedRateLimit.of(pool, 7, requests, MINUTE, clock);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 60})
    void slidingMinute_hasFewerRequestsThanTheLimit_howeverTheyCome(int requests) {
        List<RateLimiter> processes =
                List.of(limiter(requests), limiter(requests), limiter(requests), limiter(requests));
        List<Long> permitted = new ArrayList<>();
        long start = clock.nanos;
        for (int round = 0; clock.nanos < start + 2 * MINUTE.toNanos(); round++) {
            Duration wait = processes.get(round % processes.size()).tryAcquire();
            if (wait.isZero()) {
                permitted.add(clock.nanos);
            } else {
                clock.nanos += wait.toNanos();
            }
        }
        for (int first = 0; first < permitted.size(); first++) {
            long end = permitted.get(first) + MINUTE.toNanos();
            long inWindow =
                    permitted.stream().skip(first).filter(at -> at < end).count();
            assertThat(inWindow).isLessThan(requests);
        }
        // A limiter that permits nothing would pass the check above.
        assertThat(permitted).hasSizeGreaterThan(requests);
    }

    @Test
    void permitThatIsNotUsed_isGivenBack() {
        RateLimiter limiter = limiter(10);
        assertThat(limiter.tryAcquire()).isZero();
        assertThat(limiter(10).tryAcquire()).isPositive();
        limiter.onUnused();
        assertThat(limiter(10).tryAcquire()).isZero();
    }

    @Test
    void tooFewRequests_areRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limiter(3))
                .withMessageContaining("at least 4")
                .withMessageContaining("3");
    }
}
