package dev.reader.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    private static Failure<?> rateLimited(Duration retryAfter) {
        return new Failure<>(new ReaderException("429", null), Kind.THROTTLED, retryAfter);
    }

    private static Duration delay(RetryPolicy policy, Duration retryAfter, RetryLimits limits) {
        return policy.delay(rateLimited(retryAfter), true, 1, 1, limits).orElseThrow();
    }

    @Test
    void twentyCallersUnderOneRetryAfter_returnSpreadOut_andNeverEarlier() {
        Duration asked = Duration.ofSeconds(2);
        RetryPolicy policy = new RetryPolicy(
                4, Duration.ofSeconds(60), () -> ThreadLocalRandom.current().nextDouble());

        List<Duration> delays = IntStream.range(0, 20)
                .mapToObj(caller -> delay(policy, asked, RetryLimits.CONFIGURED))
                .sorted()
                .toList();

        assertThat(delays)
                .doesNotHaveDuplicates()
                .allSatisfy(delay -> assertThat(delay).isBetween(asked, Duration.ofSeconds(3)));
        assertThat(delays.get(19).minus(delays.get(0))).isGreaterThan(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @CsvSource({"2000, 1000", "10000, 5000", "20000, 10000", "60000, 10000"})
    void spread_isHalfOfTheRetryAfter_andAtMostTenSeconds(long asked, long spread) {
        Duration retryAfter = Duration.ofMillis(asked);
        Duration max = Duration.ofSeconds(60);

        assertThat(delay(new RetryPolicy(4, max, () -> 0), retryAfter, RetryLimits.CONFIGURED))
                .isEqualTo(retryAfter);
        assertThat(delay(new RetryPolicy(4, max, () -> 1), retryAfter, RetryLimits.CONFIGURED))
                .isEqualTo(retryAfter.plusMillis(spread));
    }

    @Test
    void maxRetryAfter_doesNotIncludeTheSpread() {
        RetryPolicy policy = new RetryPolicy(4, Duration.ofSeconds(60), () -> 1);

        assertThat(policy.delay(rateLimited(Duration.ofSeconds(60)), true, 1, 1, RetryLimits.CONFIGURED))
                .isPresent();
        assertThat(policy.delay(rateLimited(Duration.ofSeconds(61)), true, 1, 1, RetryLimits.CONFIGURED))
                .isEmpty();
    }

    @Test
    void waitWithADeadline_obeysAnyRetryAfter() {
        RetryPolicy policy = new RetryPolicy(4, Duration.ofSeconds(60), () -> 0);
        Duration tenHours = Duration.ofHours(10);

        assertThat(delay(policy, tenHours, RetryLimits.until(Deadline.never()))).isEqualTo(tenHours);
    }
}
