package dev.reader.client;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Iterates over what a publisher publishes, requesting one element at a time. An interrupt cancels the subscription. */
final class PublishedElements<T> implements Flow.Subscriber<T>, Iterator<T> {
    private static final Object COMPLETED = new Object();

    private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
    private Flow.@Nullable Subscription subscription;
    private @Nullable Object next;

    private record Failed(Throwable cause) {}

    private record Element(Object value) {}

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        signals.add(newSubscription);
    }

    @Override
    public void onNext(T element) {
        signals.add(new Element(element));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Failed(failure));
    }

    @Override
    public void onComplete() {
        signals.add(COMPLETED);
    }

    void cancel() {
        subscription().cancel();
    }

    private Flow.Subscription subscription() {
        if (subscription == null) {
            subscription = (Flow.Subscription) take();
        }
        return subscription;
    }

    private Object take() {
        try {
            return signals.take();
        } catch (InterruptedException e) {
            if (subscription != null) {
                subscription.cancel();
            }
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            subscription().request(1);
            next = take();
        }
        if (next instanceof Failed failed) {
            if (failed.cause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failed.cause();
        }
        return next != COMPLETED;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Object element = ((Element) next).value();
        next = null;
        return (T) element;
    }
}
