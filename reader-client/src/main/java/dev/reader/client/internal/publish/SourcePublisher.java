package dev.reader.client.internal.publish;

import dev.reader.client.internal.http.ClientResources;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** Publishes the elements of sources, of a new one for each subscription, which its first request opens. */
public final class SourcePublisher<T> implements Flow.Publisher<T> {
    private final ClientResources resources;
    private final Executor executor;
    private final String name;
    private final Supplier<? extends Source<T>> sources;

    /**
     * Opens nothing yet.
     *
     * @param executor runs the subscribers
     * @param name what is published, for messages: "the stream of job 1"
     */
    public SourcePublisher(
            ClientResources resources, Executor executor, String name, Supplier<? extends Source<T>> sources) {
        this.resources = resources;
        this.executor = executor;
        this.name = name;
        this.sources = sources;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        new SourceSubscription<T>(resources, executor, name, sources, Objects.requireNonNull(subscriber, "subscriber"))
                .start();
    }
}
