package dev.reader.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.RateLimiter;
import dev.reader.client.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The window as the server counts it, whatever lies between a permit and the arrival of its request. */
class SlidingWindowTest {
    private final ManualTime time = new ManualTime();

    private void send(SlidingWindow window) {
        assertThat(window.tryAcquire()).isZero();
        window.onSent();
    }

    @Test
    void permitsAreFree_62SecondsAfterTheyWereSent() {
        SlidingWindow window = new SlidingWindow(2, time);
        send(window);
        time.pass(Duration.ofSeconds(10));
        send(window);

        assertThat(window.tryAcquire()).isEqualTo(Duration.ofSeconds(52));
        time.pass(Duration.ofSeconds(52));
        send(window);
        assertThat(window.tryAcquire()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void slowConnection_keepsThePermitUntilTheRequestIsSent() {
        SlidingWindow window = new SlidingWindow(1, time);
        assertThat(window.tryAcquire()).isZero();
        time.pass(Duration.ofMinutes(5));
        assertThat(window.tryAcquire()).as("asked again soon").isEqualTo(Duration.ofSeconds(1));

        window.onSent();

        assertThat(window.tryAcquire()).isEqualTo(Duration.ofSeconds(62));
    }

    @Test
    void unusedPermit_isFreeAtOnce() {
        SlidingWindow window = new SlidingWindow(1, time);
        assertThat(window.tryAcquire()).isZero();

        window.onUnused();

        assertThat(window.tryAcquire()).isZero();
    }

    /** Callers that always have more to send, over connections and ways of random length. */
    @ParameterizedTest
    @CsvSource({"1, 1", "10, 2", "60, 3", "60, 4", "200, 5"})
    void noWindowOf60Seconds_receivesMoreThanTheLimit(int limit, long seed) {
        Random random = new Random(seed);
        SlidingWindow window = new SlidingWindow(limit, time);
        List<Long> arrivals = new ArrayList<>();
        PriorityQueue<Long> connecting = new PriorityQueue<>();
        long end = Duration.ofMinutes(20).toMillis();
        while (time.elapsed().toMillis() < end) {
            long now = time.elapsed().toMillis();
            while (!connecting.isEmpty() && connecting.peek() <= now) {
                connecting.remove();
                if (random.nextInt(10) == 0) {
                    window.onUnused();
                } else {
                    window.onSent();
                    arrivals.add(now + random.nextInt(2_000));
                }
            }
            Duration wait = window.tryAcquire();
            if (wait.isZero()) {
                connecting.add(now + (random.nextBoolean() ? 0 : random.nextInt(10_000)));
            } else {
                long next = connecting.isEmpty() ? Long.MAX_VALUE : connecting.peek();
                time.pass(Duration.ofMillis(Math.max(1, Math.min(wait.toMillis(), next - now))));
            }
        }

        arrivals.sort(null);
        for (int i = limit; i < arrivals.size(); i++) {
            assertThat(arrivals.get(i) - arrivals.get(i - limit)).isGreaterThanOrEqualTo(60_000);
        }
        assertThat(arrivals).as("and little is wasted").hasSizeGreaterThan(limit * 16);
    }

    @Test
    void perMinute_hasABurstOfTheWholeLimit() {
        RateLimiter limiter = RateLimiter.perMinute(3);

        assertThat(limiter.tryAcquire()).isZero();
        assertThat(limiter.tryAcquire()).isZero();
        assertThat(limiter.tryAcquire()).isZero();
        assertThat(limiter.tryAcquire()).isPositive();
        assertThat(limiter).hasToString("3 requests a minute");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_001})
    void perMinute_outOfRange_isRejected(int requests) {
        assertThatThrownBy(() -> RateLimiter.perMinute(requests))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("requests must be 1 to 1000000, but is " + requests);
    }
}
