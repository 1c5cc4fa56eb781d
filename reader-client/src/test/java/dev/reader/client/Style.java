package dev.reader.client;

import dev.reader.client.AnyReader.AnyStream;
import dev.reader.client.event.JobEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * How a test makes its calls: with the blocking client, or with the asynchronous one, whose futures and publishers it waits
 * for. Interrupting a thread that waits cancels the future or the subscription.
 */
enum Style {
    BLOCKING,
    ASYNC;

    AnyReader reader(ReaderClient client) {
        return facade(AnyReader.class, this == BLOCKING ? client : client.async(), client);
    }

    /** Forwards each call of an interface to the method of the same name and parameters. */
    private <T> T facade(Class<T> type, Object target, ReaderClient client) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().equals("with")) {
                return reader(client.with((RequestOptions) args[0]));
            }
            if (method.getName().equals("toString")) {
                return target.toString();
            }
            try {
                Object result = target.getClass()
                        .getMethod(method.getName(), method.getParameterTypes())
                        .invoke(target, args);
                return adapted(method.getReturnType(), result, client);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private @Nullable Object adapted(Class<?> type, @Nullable Object result, ReaderClient client) throws Throwable {
        if (result instanceof CompletableFuture<?> future) {
            return await(future);
        }
        if (result instanceof Flow.Publisher<?> publisher) {
            return type == AnyStream.class
                    ? new PublishedEvents(subscribed(publisher))
                    : (PagedIterable<Object>) () -> subscribed(publisher);
        }
        return type.getName().startsWith(AnyReader.class.getName()) && result != null
                ? facade(type, result, client)
                : result;
    }

    private static Object await(CompletableFuture<?> future) throws Throwable {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> PublishedElements<T> subscribed(Flow.Publisher<?> publisher) {
        PublishedElements<T> elements = new PublishedElements<>();
        ((Flow.Publisher<T>) publisher).subscribe(elements);
        return elements;
    }

    private record PublishedEvents(PublishedElements<JobEvent> elements) implements AnyStream {
        @Override
        public Iterator<JobEvent> iterator() {
            return elements;
        }

        @Override
        public Stream<JobEvent> stream() {
            return StreamSupport.stream(spliterator(), false);
        }

        @Override
        public void close() {
            elements.cancel();
        }
    }
}
