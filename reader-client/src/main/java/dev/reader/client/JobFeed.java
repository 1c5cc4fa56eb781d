package dev.reader.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.DeliveredPages.Identity;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.JobEvent.Done;
import dev.reader.client.event.JobEvent.PageFailed;
import dev.reader.client.event.JobEvent.PageReady;
import dev.reader.client.event.JobEvent.Progress;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.StreamEnd;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.json.Json;
import dev.reader.client.internal.sse.EventHandler;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens to one job until it is over, over as many connections as that takes, and hands each of its pages on exactly
 * once. Runs on the thread that calls {@link #run}, which blocks on the network, on pauses between connections and on the
 * reader; an interrupt and the closing of the client end it.
 */
final class JobFeed implements EventHandler {
    private static final TypeReference<Progress> PROGRESS = new TypeReference<>() {};
    private static final TypeReference<Page> PAGE = new TypeReference<>() {};
    private static final TypeReference<PageFailed> PAGE_FAILED = new TypeReference<>() {};
    private static final TypeReference<Done> DONE = new TypeReference<>() {};

    private final Transport transport;
    private final String jobId;
    private final Reconnects reconnects;
    private final Reader reader;
    private final DeliveredPages delivered = new DeliveredPages();
    private final List<Integer> gaps = new ArrayList<>();
    private @Nullable Done done;
    private @Nullable ReaderProtocolException unreadable;

    /** Takes the events, on the thread that listens. What it throws ends the listening. */
    interface Reader extends Consumer<JobEvent> {
        /** No event has come that was not handed on; the next one is waited for. */
        default void caughtUp() {}
    }

    /** What the listening came to. */
    sealed interface Outcome {}

    /**
     * The job is over, and the stream has said so; that {@link Done} has not been handed on.
     */
    record Over(Done done) implements Outcome {}

    /**
     * The stream can't be had.
     *
     * @param cause why
     */
    record GivenUp(ReaderException cause) implements Outcome {}

    JobFeed(Transport transport, String jobId, Reconnects.Limits limits, Reader reader) {
        this.transport = transport;
        this.jobId = jobId;
        this.reconnects = new Reconnects(transport.resources(), transport.retryPolicy(), limits);
        this.reader = reader;
    }

    /** Listens until the job is over or the stream can't be had any more. */
    Outcome run() {
        ApiRequest request = ApiRequest.get("v1", "jobs", jobId, "stream");
        while (true) {
            StreamEnd end = transport.listen(request, reconnects.attempt(), reconnects.deadlineNanos(), this);
            if (unreadable != null) {
                return new GivenUp(unreadable);
            }
            if (done != null) {
                return new Over(done);
            }
            ReaderException givenUp = reconnects.awaitNext(end);
            if (givenUp != null) {
                return new GivenUp(givenUp);
            }
            if (end instanceof StreamEnd.Cut) {
                interrupted();
            }
        }
    }

    private void interrupted() {
        delivered.reconnected();
        if (gaps.isEmpty() || gaps.get(gaps.size() - 1) != delivered.count()) {
            gaps.add(delivered.count());
        }
    }

    /**
     * Hands on what the stream did not bring, once it is over.
     *
     * @return the job as the results came with it; null if none had to be asked for
     */
    @Nullable
    Job deliverMissing(MissingPages.Results results) {
        if (done == null || delivered.count() == done.completed()) {
            return null;
        }
        return new MissingPages(results, delivered, gaps, done.completed(), page -> reader.accept(event(page)))
                .deliver();
    }

    @Override
    public boolean event(String name, String data) {
        try {
            switch (name) {
                case "page" -> page(Json.read(data, PAGE));
                case "error" -> page(Json.read(data, PAGE_FAILED));
                case "progress" -> reader.accept(Json.read(data, PROGRESS));
                case "done" -> done = Json.read(data, DONE);
                default -> reader.accept(new JobEvent.Unknown(name, Events.dataOf(data)));
            }
        } catch (JsonProcessingException e) {
            unreadable = Events.unreadable(name, "the stream of job " + jobId, e);
        }
        return done == null && unreadable == null;
    }

    @Override
    public void caughtUp() {
        reader.caughtUp();
    }

    @Override
    public boolean unfinished(String name, String data) {
        // The last line end of the last event is all that can be missing if this is a whole document.
        if (!name.equals("done")) {
            return false;
        }
        try {
            done = Json.read(data, DONE);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private void page(Page page) {
        if (delivered.isNew(Identity.of(page))) {
            reader.accept(event(page));
        }
    }

    private void page(PageFailed failed) {
        if (delivered.isNew(Identity.of(failed))) {
            reader.accept(failed);
        }
    }

    private static JobEvent event(Page page) {
        String error = page.error();
        return error == null ? new PageReady(page) : new PageFailed(page.url(), error);
    }
}
