package dev.reader.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class InMemoryDeliveryLogTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // overflows soon
    private final InMemoryDeliveryLog log = new InMemoryDeliveryLog(Duration.ofHours(24), 3, nanos::get);
    private final AtomicInteger effects = new AtomicInteger();

    private boolean once(String id) {
        return log.once(id, effects::incrementAndGet);
    }

    @Test
    void once_runsEachIdOnce() {
        assertThat(once("a")).isTrue();
        assertThat(once("a")).isFalse();
        assertThat(once("b")).isTrue();
        assertThat(effects).hasValue(2);
    }

    @Test
    void once_failedEffect_doesNotRecordId() {
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> log.once("a", () -> {
                        throw new IOException("disk full");
                    }))
                    .withMessage("disk full");
        }

        assertThat(log.size()).isZero();
        assertThat(once("a")).isTrue();
        assertThat(once("a")).isFalse();
        assertThat(effects).hasValue(1);
    }

    @Test
    void once_effectThrowsError_doesNotRecordId() {
        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(() -> log.once("a", () -> {
                    throw new StackOverflowError();
                }));

        assertThat(once("a")).isTrue();
    }

    @Test
    void once_afterExpiry_runsIdAgain() {
        once("a");
        nanos.addAndGet(TimeUnit.HOURS.toNanos(24) - 1);
        assertThat(once("a")).isFalse();

        nanos.incrementAndGet();

        assertThat(log.size()).isZero();
        assertThat(once("a")).isTrue();
    }

    @Test
    void maxEntries_exceeded_dropsOldestId() {
        for (String id : List.of("a", "b", "c", "d")) {
            once(id);
        }

        assertThat(log.size()).isEqualTo(3);
        assertThat(List.of(once("b"), once("c"), once("d"))).containsOnly(false);
        assertThat(once("a")).isTrue();
    }

    @Test
    void maxEntries_thousandsOfIds_staysBounded() {
        InMemoryDeliveryLog bounded = new InMemoryDeliveryLog(Duration.ofDays(400 * 365), 100);
        for (int i = 0; i < 10_000; i++) {
            bounded.once("id-" + i, effects::incrementAndGet);
        }

        assertThat(bounded.size()).isEqualTo(100);
        assertThat(effects).hasValue(10_000);
    }

    @Test
    void concurrentCalls_secondIsDuplicateWhenFirstSucceeds() throws Exception {
        FutureTask<Boolean> second = callDuringRunningEffect(null);

        assertThat(second.get()).isFalse();
        assertThat(effects).hasValue(1);
    }

    @Test
    void concurrentCalls_secondRunsWhenFirstFails() throws Exception {
        FutureTask<Boolean> second = callDuringRunningEffect(new IOException("the first failed"));

        assertThat(second.get()).isTrue();
        assertThat(effects).hasValue(2);
        assertThat(once("a")).isFalse();
    }

    private FutureTask<Boolean> callDuringRunningEffect(IOException failure) throws Exception {
        CountDownLatch firstRuns = new CountDownLatch(1);
        CountDownLatch firstMayEnd = new CountDownLatch(1);
        Thread first = new Thread(() -> {
            try {
                log.once("a", () -> {
                    firstRuns.countDown();
                    firstMayEnd.await();
                    effects.incrementAndGet();
                    if (failure != null) {
                        throw failure;
                    }
                });
            } catch (Exception e) {
                assertThat(e).isSameAs(failure);
            }
        });
        first.start();
        firstRuns.await();
        FutureTask<Boolean> second = new FutureTask<>(() -> once("a"));
        Thread waiting = new Thread(second);
        waiting.start();
        Await.untilBlocked(waiting);
        assertThat(once("another")).isTrue();
        effects.decrementAndGet();
        firstMayEnd.countDown();
        first.join();
        waiting.join();
        return second;
    }

    @Test
    void waitingCall_canBeInterrupted() throws Exception {
        CountDownLatch firstMayEnd = new CountDownLatch(1);
        CountDownLatch firstRuns = new CountDownLatch(1);
        FutureTask<Boolean> first = new FutureTask<>(() -> log.once("a", () -> {
            firstRuns.countDown();
            firstMayEnd.await();
        }));
        new Thread(first).start();
        firstRuns.await();
        List<Object> seen = new ArrayList<>();
        Thread second = new Thread(() -> {
            try {
                once("a");
            } catch (ReaderInterruptedException e) {
                seen.add(e.getMessage());
                seen.add(Thread.currentThread().isInterrupted());
            }
        });
        second.start();
        Await.untilBlocked(second);
        second.interrupt();
        second.join();
        firstMayEnd.countDown();

        assertThat(seen).containsExactly("interrupted while waiting for an earlier attempt at delivery a", true);
        assertThat(first.get()).isTrue();
        assertThat(effects).hasValue(0);
        assertThat(once("a")).isFalse();
    }

    @Test
    void invalidArguments_areRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> once(null)).withMessage("deliveryId is null");
        assertThatIllegalArgumentException().isThrownBy(() -> once(" ")).withMessage("deliveryId is blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.once("a", null))
                .withMessage("effect is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InMemoryDeliveryLog(Duration.ZERO))
                .withMessage("expiry must be positive, but is PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InMemoryDeliveryLog(Duration.ofHours(1), 0))
                .withMessage("maxEntries must be at least 1, but is 0");
    }
}
