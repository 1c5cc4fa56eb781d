package dev.reader.client;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Requests a few elements at a time, stalls for ever now and then, and ends with its subscription. */
final class StressSubscriber implements Flow.Subscriber<Object> {
    /** Completed or failed at the end of the elements; cancelled by {@link #cancel}. */
    final CompletableFuture<Void> end = new CompletableFuture<>();

    private final Random random;
    private Flow.Subscription subscription;
    private boolean cancelled;
    private int outstanding;

    StressSubscriber(long seed) {
        random = new Random(seed);
    }

    void cancel() {
        Flow.Subscription current;
        synchronized (this) {
            cancelled = true;
            current = subscription;
        }
        if (current != null) {
            current.cancel();
        }
        end.cancel(false);
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        boolean late;
        synchronized (this) {
            subscription = begun;
            late = cancelled;
        }
        if (late) {
            begun.cancel();
        } else {
            request();
        }
    }

    private void request() {
        outstanding = random.nextInt(6);
        if (outstanding > 0) {
            subscription.request(outstanding);
        }
    }

    @Override
    public void onNext(Object element) {
        outstanding--;
        if (outstanding < 0) {
            end.completeExceptionally(new AssertionError("more elements than were requested"));
        } else if (outstanding == 0) {
            request();
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }
}
