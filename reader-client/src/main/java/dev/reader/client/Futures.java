package dev.reader.client;

import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.paging.WholeList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Combines futures so that completing the result from outside, by cancelling it for example, ends what is under way. */
final class Futures {
    private Futures() {}

    /** Starts a second call with the result of the first one; both complete on their executor. */
    @SuppressWarnings("FutureReturnValueIgnored") // the result is told what the futures are told
    static <A, B> CompletableFuture<B> then(CompletableFuture<A> first, Function<A, CompletableFuture<B>> next) {
        CompletableFuture<B> result = new CompletableFuture<>();
        AtomicReference<CompletableFuture<?>> current = new AtomicReference<>(first);
        result.whenComplete((value, failure) -> cancel(current.get()));
        first.whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
                return;
            }
            if (result.isDone()) {
                return;
            }
            try {
                CompletableFuture<B> second = next.apply(value);
                current.set(second);
                if (result.isDone()) {
                    second.cancel(false);
                }
                forward(second, result);
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static void cancel(@Nullable CompletableFuture<?> future) {
        if (future != null) {
            future.cancel(false);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the target is told what the source is told
    private static <T> void forward(CompletableFuture<T> source, CompletableFuture<T> target) {
        source.whenComplete((value, failure) -> {
            if (failure == null) {
                target.complete(value);
            } else {
                target.completeExceptionally(failure);
            }
        });
    }

    /** Requests a whole list, one call after the other. */
    static <T> CompletableFuture<List<T>> whole(Transport transport, WholeList<T> list, Executor executor) {
        return then(transport.executeAsync(list.next(), executor), slice -> {
            list.add(slice);
            return list.hasMore() ? whole(transport, list, executor) : CompletableFuture.completedFuture(list.items());
        });
    }

    /** {@return the failure of a call, without the wrapper of a dependent stage} */
    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
