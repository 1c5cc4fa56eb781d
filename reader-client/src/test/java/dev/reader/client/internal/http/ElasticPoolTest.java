package dev.reader.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ElasticPoolTest {
    private final ElasticPool pool = new ElasticPool(Duration.ofSeconds(30));
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void blockedActions_doNotStopOthers() throws InterruptedException {
        CountDownLatch others = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(200);
        for (int i = 0; i < 200; i++) {
            pool.execute(() -> {
                await(others);
                released.countDown();
            });
        }

        pool.execute(others::countDown);

        assertThat(released.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shortActions_needFewThreads() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(10_000);
        for (int i = 0; i < 10_000; i++) {
            pool.execute(() -> {
                threads.add(Thread.currentThread());
                done.countDown();
            });
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        // A machine that stalls looks like actions that block, which doubles the threads.
        assertThat(threads)
                .hasSizeLessThanOrEqualTo(8 * ElasticPool.MIN_THREADS)
                .allMatch(Thread::isDaemon);
    }

    @Test
    void failedOrInterruptedAction_harmsNoOther() throws InterruptedException {
        List<Runnable> harmful = List.of(
                () -> {
                    throw new IllegalStateException("a failing action, as this test wants it");
                },
                () -> Thread.currentThread().interrupt());
        CountDownLatch done = new CountDownLatch(20);
        AtomicReference<Boolean> interrupted = new AtomicReference<>(false);
        for (int i = 0; i < 20; i++) {
            pool.execute(harmful.get(i % 2));
            pool.execute(() -> {
                if (Thread.currentThread().isInterrupted()) {
                    interrupted.set(true);
                }
                done.countDown();
            });
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted).hasValue(false);
    }

    @Test
    void closedPool_endsItsThreads_andStillRunsActions() throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch late = new CountDownLatch(1);
        pool.execute(() -> {
            threads.add(Thread.currentThread());
            first.countDown();
        });
        await(first);

        pool.close();
        for (Thread thread : threads) {
            thread.join(30_000);
            assertThat(thread.isAlive()).isFalse();
        }
        pool.execute(late::countDown);

        assertThat(late.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
