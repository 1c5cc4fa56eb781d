package dev.reader.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.event.WorkspaceEvent.JobCompleted;
import dev.reader.client.event.WorkspaceEvent.JobFailed;
import dev.reader.client.event.WorkspaceEvent.JobProgress;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.StreamEnd;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.json.Json;
import dev.reader.client.internal.sse.EventHandler;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to a workspace over as many connections as that takes. Runs on the thread that calls {@link #run}, which blocks
 * on the network, on pauses between connections and on the subscriber; an interrupt and the closing of the client end it.
 */
final class WorkspaceFeed implements EventHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WorkspaceFeed.class);
    private static final ApiRequest EVENTS = ApiRequest.get("v1", "events");
    private static final TypeReference<JobProgress> PROGRESS = new TypeReference<>() {};
    private static final TypeReference<JobCompleted> COMPLETED = new TypeReference<>() {};
    private static final TypeReference<JobFailed> FAILED = new TypeReference<>() {};

    private final Transport transport;
    private final Reconnects reconnects;
    private final BiFunction<Reconnects, StreamEnd, @Nullable ReaderException> afterCut;
    private final Subscriber subscriber;
    private boolean gap;
    private long gapBegan;
    private boolean enough;

    /** Whoever listens. What it throws ends the listening. */
    interface Subscriber {
        /** The stream stands, at first or again. */
        void connected();

        /** It does not stand any more, or did not at the first attempt; told once a gap. */
        void disconnected(ReaderException cause);

        /** It stands again; comes after {@link #connected}. */
        void recovered(Duration gap);

        void event(WorkspaceEvent event);

        /** Whether more is wanted; asked after each call of the others. */
        boolean wantsMore();
    }

    private WorkspaceFeed(
            Transport transport,
            Reconnects.Limits limits,
            BiFunction<Reconnects, StreamEnd, @Nullable ReaderException> afterCut,
            Subscriber subscriber) {
        this.transport = transport;
        this.reconnects = new Reconnects(transport.resources(), transport.retryPolicy(), limits);
        this.afterCut = afterCut;
        this.subscriber = subscriber;
        this.gapBegan = transport.resources().time().nanos();
    }

    /** A feed that is kept up whatever happens. */
    static WorkspaceFeed forEver(Transport transport, Subscriber subscriber) {
        Duration longest = transport.settings().maxRetryAfter();
        return new WorkspaceFeed(
                transport,
                Reconnects.Limits.none(),
                (reconnects, end) -> {
                    reconnects.awaitNextInAnyCase(end, longest);
                    return null;
                },
                subscriber);
    }

    /** A feed that ends where the stream can't be had. */
    static WorkspaceFeed within(Reconnects.Limits limits, Transport transport, Subscriber subscriber) {
        return new WorkspaceFeed(transport, limits, Reconnects::awaitNext, subscriber);
    }

    /**
     * Listens until the subscriber wants no more.
     *
     * @return null, or why the stream can't be had any more
     */
    @Nullable
    ReaderException run() {
        while (true) {
            StreamEnd end = transport.listen(EVENTS, reconnects.attempt(), reconnects.deadlineNanos(), this);
            if (enough) {
                return null;
            }
            if (!gap) {
                gap = true;
                gapBegan = transport.resources().time().nanos();
                subscriber.disconnected(Reconnects.failure(end).exception());
            }
            ReaderException givenUp = subscriber.wantsMore() ? afterCut.apply(reconnects, end) : null;
            if (givenUp != null || !subscriber.wantsMore()) {
                return givenUp;
            }
        }
    }

    @Override
    public boolean opened() {
        subscriber.connected();
        if (gap) {
            gap = false;
            subscriber.recovered(Duration.ofNanos(transport.resources().time().nanos() - gapBegan));
        }
        enough = !subscriber.wantsMore();
        return !enough;
    }

    @Override
    public boolean event(String name, String data) {
        if (!enough) {
            try {
                subscriber.event(read(name, data));
            } catch (JsonProcessingException e) {
                // One that is wrong says nothing against the next; a subscription has to stay up.
                ReaderProtocolException wrong = Events.unreadable(name, "the workspace's stream", e);
                LOG.warn("an event is left out: {}", wrong.getMessage());
            }
            enough = !subscriber.wantsMore();
        }
        return !enough;
    }

    private static WorkspaceEvent read(String name, String data) throws JsonProcessingException {
        return switch (name) {
            case "job:progress" -> Json.read(data, PROGRESS);
            case "job:completed" -> Json.read(data, COMPLETED);
            case "job:failed" -> Json.read(data, FAILED);
            default -> new WorkspaceEvent.Unknown(name, Events.dataOf(data));
        };
    }
}
