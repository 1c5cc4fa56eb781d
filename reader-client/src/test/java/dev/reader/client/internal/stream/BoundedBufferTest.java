package dev.reader.client.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.internal.http.Time;
import dev.reader.client.testing.Await;
import dev.reader.client.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BoundedBufferTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final int END = -1;

    private final BoundedBuffer<Integer> buffer = new BoundedBuffer<>(Time.SYSTEM, 4, 10);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private interface Action {
        void run() throws Exception;
    }

    private Thread onThread(Action action) {
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitWaiting(Thread thread) throws Exception {
        Await.until(thread + " waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static Queue<Integer> of(Integer... elements) {
        return new ArrayDeque<>(List.of(elements));
    }

    @Test
    void passesEveryElementInOrderBetweenTwoThreads() throws Exception {
        int count = 100_000;
        Thread producer = onThread(() -> {
            for (int i = 0; i < count; i++) {
                buffer.put(of(i), i % 7);
            }
            buffer.post(END);
        });
        List<Integer> taken = new ArrayList<>();
        int last = 0;
        while (last != END) {
            Queue<Integer> batch = buffer.take(LONG);
            assertThat(batch.size()).as("four by put, one by post").isBetween(1, 5);
            for (int element : batch) {
                taken.add(element);
                last = element;
            }
        }
        producer.join();

        assertThat(failure).hasValue(null);
        taken.remove(count);
        assertThat(taken).hasSize(count).isSorted();
    }

    @Test
    void putWaitsWhileThereAreTooManyElements() throws Exception {
        buffer.put(of(1, 2, 3, 4), 0);
        Thread producer = onThread(() -> buffer.put(of(5), 0));
        awaitWaiting(producer);

        assertThat(buffer.take(LONG)).containsExactly(1, 2, 3, 4);
        assertThat(buffer.take(LONG)).containsExactly(5);
    }

    @Test
    void lightBatchThatPassesAWaitingHeavyOne_doesNotMakeItWaitForEver() throws Exception {
        buffer.put(of(1), 5);
        Thread heavy = onThread(() -> buffer.put(of(2), 10));
        awaitWaiting(heavy);
        buffer.put(of(3), 1);

        assertThat(buffer.take(LONG)).containsExactly(1, 3);
        heavy.join();
        assertThat(buffer.take(LONG)).containsExactly(2);
        assertThat(failure).hasValue(null);
    }

    @Test
    void putWaitsWhileTheElementsAreTooHeavy() throws Exception {
        buffer.put(of(1), 9);
        Thread producer = onThread(() -> buffer.put(of(2), 2));
        awaitWaiting(producer);

        assertThat(buffer.take(LONG)).containsExactly(1);
        assertThat(buffer.take(LONG)).containsExactly(2);
    }

    @Test
    void weightThatWasTakenDoesNotCountAnyMore() throws Exception {
        buffer.put(of(1), 9);
        buffer.take(LONG);
        buffer.put(of(2), 5);
        buffer.put(of(3), 5);

        assertThat(buffer.take(LONG)).containsExactly(2, 3);
    }

    @Test
    void anEmptyBufferAcceptsABatchOfAnySize() throws Exception {
        buffer.put(of(1, 2, 3, 4, 5, 6), 1_000_000);

        assertThat(buffer.take(LONG)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void postIgnoresTheBounds() throws Exception {
        buffer.put(of(1, 2, 3, 4), 10);
        buffer.post(5);

        assertThat(buffer.take(LONG)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void takeReturnsNothingOnceTheTimeHasPassed() throws Exception {
        ManualTime time = new ManualTime();
        BoundedBuffer<Integer> timed = new BoundedBuffer<>(time, 4, 10);

        assertThat(timed.take(Duration.ofMinutes(3))).isEmpty();
        assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(3));
        assertThat(timed.take(Duration.ZERO)).isEmpty();
        assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void takeReturnsWhatIsThereWithoutWaiting() throws Exception {
        ManualTime time = new ManualTime();
        BoundedBuffer<Integer> timed = new BoundedBuffer<>(time, 4, 10);
        timed.post(1);

        assertThat(timed.take(Duration.ZERO)).containsExactly(1);
        assertThat(time.elapsed()).isZero();
    }

    @Test
    void closeDropsTheElementsAndWakesTheProducer() throws Exception {
        buffer.put(of(1, 2, 3, 4), 0);
        Thread producer = onThread(() -> buffer.put(of(5), 0));
        awaitWaiting(producer);

        buffer.close();
        producer.join();

        assertThat(failure.get()).isInstanceOf(CancellationException.class);
        assertThat(buffer.take(LONG)).isEmpty();
    }

    @Test
    void closeWakesAWaitingConsumer() throws Exception {
        Thread consumer = onThread(() -> assertThat(buffer.take(LONG)).isEmpty());
        awaitWaiting(consumer);

        buffer.close();
        consumer.join();

        assertThat(failure).hasValue(null);
    }

    @Test
    void aClosedBufferTakesNoElements() throws Exception {
        buffer.close();
        buffer.close();
        buffer.post(1);

        assertThatThrownBy(() -> buffer.put(of(2), 0)).isInstanceOf(CancellationException.class);
        assertThat(buffer.take(LONG)).isEmpty();
    }

    @Test
    void anInterruptEndsBothWaits() throws Exception {
        Thread consumer = onThread(() -> buffer.take(LONG));
        awaitWaiting(consumer);
        consumer.interrupt();
        consumer.join();
        assertThat(failure.getAndSet(null)).isInstanceOf(InterruptedException.class);

        buffer.put(of(1, 2, 3, 4), 0);
        Thread producer = onThread(() -> buffer.put(of(5), 0));
        awaitWaiting(producer);
        producer.interrupt();
        producer.join();
        assertThat(failure.get()).isInstanceOf(InterruptedException.class);
    }
}
