package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.testing.Await;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HandoverTest {
    private final Handover<Integer> handover = new Handover<>(4, 10);
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

    private static Queue<Integer> of(Integer... elements) {
        return new ArrayDeque<>(List.of(elements));
    }

    @Test
    void everythingComesInOrder_betweenTwoThreads() throws Exception {
        int count = 100_000;
        Thread putter = onThread(() -> {
            for (int i = 0; i < count; i++) {
                handover.put(of(i), i % 7);
            }
            handover.end(null);
        });
        List<Integer> taken = new ArrayList<>();
        for (Queue<Integer> some = handover.takeAll(); !some.isEmpty(); some = handover.takeAll()) {
            assertThat(some.size()).isLessThanOrEqualTo(4);
            taken.addAll(some);
        }
        putter.join();

        assertThat(failure).hasValue(null);
        assertThat(taken).hasSize(count).isSorted();
    }

    @Test
    void full_byNumber_waitsUntilTaken() throws Exception {
        handover.put(of(1, 2, 3, 4), 0);
        Thread putter = onThread(() -> handover.put(of(5), 0));
        Await.untilBlocked(putter);

        assertThat(handover.takeAll()).containsExactly(1, 2, 3, 4);
        assertThat(handover.takeAll()).containsExactly(5);
    }

    @Test
    void full_byWeight_waitsUntilTaken() throws Exception {
        handover.put(of(1), 9);
        Thread putter = onThread(() -> handover.put(of(2), 2));
        Await.untilBlocked(putter);

        assertThat(handover.takeAll()).containsExactly(1);
        assertThat(handover.takeAll()).containsExactly(2);
    }

    @Test
    void tooHeavyAlone_fitsIntoAnEmptyOne() throws Exception {
        handover.put(of(1), 1_000_000);

        assertThat(handover.takeAll()).containsExactly(1);
    }

    @Test
    void failure_comesAfterWhatWasPut_andAgainAndAgain() throws Exception {
        RuntimeException reason = new IllegalStateException();
        handover.put(of(1), 0);
        handover.end(reason);

        assertThat(handover.takeAll()).containsExactly(1);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(handover::takeAll)
                    .isInstanceOf(Handover.Failed.class)
                    .hasCause(reason);
        }
    }

    @Test
    void close_wakesBoth_andDropsWhatIsThere() throws Exception {
        handover.put(of(1, 2, 3, 4), 0);
        Thread putter = onThread(() -> handover.put(of(5), 0));
        Await.untilBlocked(putter);

        handover.close();
        putter.join();

        assertThat(failure.get()).isInstanceOf(CancellationException.class);
        assertThat(handover.takeAll()).isEmpty();
    }

    @Test
    void close_wakesATakerThatWaits() throws Exception {
        Thread taker = onThread(() -> assertThat(handover.takeAll()).isEmpty());
        Await.untilBlocked(taker);

        handover.close();
        taker.join();

        assertThat(failure).hasValue(null);
    }
}
