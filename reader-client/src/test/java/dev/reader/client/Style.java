package dev.reader.client;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** How a test makes its calls: with the blocking client, or with the asynchronous one, whose futures it waits for. */
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
            return (PagedIterable<Object>) () -> iterator(publisher);
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
        }
    }

    @SuppressWarnings("unchecked")
    private static Iterator<Object> iterator(Flow.Publisher<?> publisher) {
        PublishedElements<Object> elements = new PublishedElements<>();
        ((Flow.Publisher<Object>) publisher).subscribe(elements);
        return elements;
    }
}
