package dev.reader.client.internal.http;

import dev.reader.client.ReaderListener;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifies the application's listener, if there is one. Its exceptions are logged once. Thread-safe. */
public final class ListenerNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderListener.class);

    private final @Nullable ReaderListener listener;
    private final AtomicBoolean failed = new AtomicBoolean();

    ListenerNotifier(@Nullable ReaderListener listener) {
        this.listener = listener;
    }

    /** Calls the listener on this thread; the event is created only if there is a listener. */
    public void notify(Consumer<ReaderListener> event) {
        if (listener == null) {
            return;
        }
        try {
            event.accept(listener);
        } catch (RuntimeException | Error e) {
            if (failed.compareAndSet(false, true)) {
                LOG.warn("the listener of the client failed; further failures are not logged", e);
            }
        }
    }
}
