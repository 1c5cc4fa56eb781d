package dev.reader.client.internal.stream;

import dev.reader.client.ReaderListener.StreamLost;
import dev.reader.client.ReaderListener.StreamOpened;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.ListenerNotifier;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Kind;
import dev.reader.client.internal.http.StreamEnd;
import dev.reader.client.internal.http.StreamReader;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.stream.ReconnectPolicy.Decision;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream over as many connections as that takes, and tells a listener what arrives.
 *
 * <p>Runs on a worker of the client, which {@link #start} begins and {@link #close} or the closing of the client ends by
 * an interrupt. The worker blocks on the network, on delays between connections, and on the listener.
 */
public final class EventFeed implements AutoCloseable {
    private final Transport transport;
    private final ApiRequest request;
    private final ReconnectPolicy policy;
    private final Listener listener;
    private @Nullable String lastEventId;
    /** When the last open connection was lost; null while one is open, and before the first. */
    private volatile @Nullable Long lostAt;

    private @Nullable Run current;
    private boolean closed;

    /** Receives the events of one stream, on the worker that reads it. */
    public interface Listener {
        void connected();

        /**
         * Handles an event.
         *
         * @param size how many bytes it took on the wire, with what was read since the event before it
         * @return whether to read on; if not, {@link #start} resumes
         */
        boolean event(String name, String data, long size);

        /** Called before the feed waits for more. */
        void flush();

        /** Handles an event that was cut; returns whether it was usable and ends the reading as {@code event} does. */
        boolean truncated(String name, String data);

        /** The connection is lost, or could not be opened; the feed reconnects. */
        void disconnected(ReaderException cause);

        /** The feed does not reconnect any more. */
        void gaveUp(ReaderException cause);

        /** The feed failed unexpectedly, or was closed. */
        void failed(Throwable failure);
    }

    public EventFeed(Transport transport, ApiRequest request, ReconnectPolicy policy, Listener listener) {
        this.transport = transport;
        this.request = request;
        this.policy = policy;
        this.listener = listener;
    }

    /** Starts to read, or resumes after the listener had enough. */
    public void start() {
        start(Duration.ZERO);
    }

    /** Resumes after an event that turned out not to be the end, with a delay as after a lost connection. */
    public void resume() {
        ReaderException cause = new ReaderConnectionException("the stream ended early", null, false, null);
        Decision decision = policy.next(new StreamEnd.Cut(cause, false, Duration.ZERO), true);
        if (decision instanceof Decision.Reconnect reconnect) {
            lost(true, false, reconnect.delay(), cause);
            start(reconnect.delay());
        }
    }

    private void opened() {
        Long lost = lostAt;
        lostAt = null;
        Duration gap = lost == null
                ? null
                : Duration.ofNanos(transport.resources().time().nanos() - lost);
        notifier()
                .notify(listener -> listener.onStreamOpened(
                        new StreamOpened(request.operation().toString(), request.streamedJobId(), gap)));
    }

    private void lost(boolean opened, boolean idle, @Nullable Duration delay, ReaderException cause) {
        if (opened) {
            lostAt = transport.resources().time().nanos();
        }
        notifier()
                .notify(listener -> listener.onStreamLost(new StreamLost(
                        request.operation().toString(), request.streamedJobId(), opened, idle, delay, cause)));
    }

    private ListenerNotifier notifier() {
        return transport.resources().notifier();
    }

    private synchronized void start(Duration delay) {
        if (!closed) {
            Run run = new Run(delay);
            current = run;
            transport.resources().execute(run.task);
        }
    }

    /** Stops reading; {@link #resume} reads on. */
    public synchronized void stop() {
        if (current != null) {
            current.stop();
            current = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }

    /** One run of the worker, from a start to a stop. */
    private final class Run {
        private final Duration firstDelay;
        private final FutureTask<Void> task = new FutureTask<>(this::read, null);
        private volatile boolean stopped;

        Run(Duration firstDelay) {
            this.firstDelay = firstDelay;
        }

        void stop() {
            stopped = true;
            task.cancel(true);
        }

        private void read() {
            try {
                Duration delay = firstDelay;
                while (!stopped) {
                    if (!delay.isZero()) {
                        transport.resources().pause(delay, Deadline.never(), "the wait to reconnect");
                    }
                    Connection connection = new Connection();
                    StreamEnd end = connection.listen();
                    if (end instanceof StreamEnd.Enough || stopped) {
                        return;
                    }
                    Decision decision = policy.next(end, connection.receivedAnything());
                    boolean idle = end instanceof StreamEnd.Cut cut && cut.idle();
                    delay = decision instanceof Decision.Reconnect reconnect ? reconnect.delay() : Duration.ZERO;
                    boolean again = decision instanceof Decision.Reconnect;
                    ReaderException cause = ReconnectPolicy.failure(end).exception();
                    lost(connection.isOpened(), idle, again ? delay : null, cause);
                    if (decision instanceof Decision.GiveUp giveUp) {
                        listener.gaveUp(giveUp.cause());
                        return;
                    }
                    listener.disconnected(cause);
                }
            } catch (Throwable e) {
                if (!stopped) {
                    // An Error too: nothing else would tell the consumer, which waits.
                    listener.failed(e);
                }
            }
        }
    }

    /** Reads one connection. */
    private final class Connection implements StreamReader, EventHandler {
        private @Nullable EventReader reader;
        private @Nullable EventTooLargeException tooLarge;
        private long counted;

        StreamEnd listen() {
            try {
                StreamEnd end = transport.listen(request, policy.attempt(), lastEventId, this);
                return tooLarge == null
                        ? end
                        : new StreamEnd.Unusable(
                                new ReaderProtocolException(tooLarge.getMessage() + ": " + request, tooLarge));
            } catch (ReaderException | CancellationException e) {
                throw e;
            } catch (RuntimeException e) {
                transport.resources().checkOpen();
                // An interceptor or event listener of the caller's OkHttpClient threw it.
                return new StreamEnd.NotOpened(new Failure<>(
                        new ReaderConnectionException(request + " failed: " + e, e, false, null), Kind.FINAL));
            }
        }

        boolean isOpened() {
            return reader != null;
        }

        boolean receivedAnything() {
            return reader != null && reader.receivedAnything();
        }

        @Override
        public void read(Response response) throws IOException {
            reader = new EventReader(response, transport.settings().maxResponseBytes(), this);
            opened();
            listener.connected();
            try {
                reader.read();
            } catch (EventTooLargeException e) {
                tooLarge = e;
                throw e;
            }
        }

        @Override
        public boolean event(String name, String data, @Nullable String id) {
            lastEventId = id == null ? lastEventId : id.isEmpty() ? null : id;
            long received = Objects.requireNonNull(reader).received();
            long size = received - counted;
            counted = received;
            return listener.event(name, data, size);
        }

        @Override
        public void flush() {
            listener.flush();
        }

        @Override
        public boolean truncated(String name, String data) {
            return listener.truncated(name, data);
        }
    }
}
