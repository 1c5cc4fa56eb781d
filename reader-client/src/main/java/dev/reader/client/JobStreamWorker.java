package dev.reader.client;

import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.StreamBrokenException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.JobEvent.PageReady;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.DeadlineException;
import dev.reader.client.internal.http.Patience;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.Page;
import dev.reader.client.model.ResultPage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening side of a {@link JobStream}: gathers the events and hands them over whenever it is about to wait for more.
 *
 * <p>Runs on a worker of the client's, a daemon thread. It blocks on the network, on pauses between connections, and on a
 * reader that is behind. It ends with the job; the closing of the stream or of the client ends it before that by an
 * interrupt.
 */
final class JobStreamWorker implements JobFeed.Reader {
    private static final Logger LOG = LoggerFactory.getLogger(JobStream.class);
    private static final int MOST_EVENTS_AHEAD = 256;
    private static final long MOST_CHARACTERS_AHEAD = 256 * 1024;
    private static final int MOST_EVENTS_AT_ONCE = 128;
    private static final long MOST_CHARACTERS_AT_ONCE = 64 * 1024;

    private final ClientResources resources;
    private final Jobs jobs;
    private final String jobId;
    private final Duration reconnectTimeout;
    private final JobFeed feed;
    private final Handover<JobEvent> handover = new Handover<>(MOST_EVENTS_AHEAD, MOST_CHARACTERS_AHEAD);
    private final Queue<JobEvent> gathered = new ArrayDeque<>();
    private long gatheredCharacters;
    private volatile boolean closed;

    JobStreamWorker(Transport transport, String jobId) {
        this.resources = transport.resources();
        this.jobs = new Jobs(transport);
        this.jobId = jobId;
        this.reconnectTimeout = transport.settings().streams().reconnectTimeout();
        this.feed = new JobFeed(
                transport,
                jobId,
                Reconnects.Limits.unreachableFor(
                        reconnectTimeout, (attempts, cause) -> new StreamBrokenException(jobId, attempts, cause)),
                this);
    }

    /** Where the events come out. */
    Handover<JobEvent> handover() {
        return handover;
    }

    /** Wakes both sides; whoever closes also interrupts the thread that listens. */
    void close() {
        closed = true;
        handover.close();
    }

    boolean isClosed() {
        return closed;
    }

    /** Listens to the end, whatever that is. */
    @Nullable
    Void listen() {
        try {
            JobFeed.Outcome outcome = feed.run();
            if (outcome instanceof JobFeed.Over over) {
                feed.deliverMissing(this::results);
                accept(over.done());
                caughtUp();
                handover.end(null);
            } else {
                caughtUp();
                handover.end(((JobFeed.GivenUp) outcome).cause());
            }
        } catch (Throwable e) {
            // also an Error: nobody else would tell the reader, who waits
            end(e);
        }
        return null;
    }

    private ResultPage results(int skip, int limit) {
        caughtUp();
        long now = resources.time().nanos();
        return jobs.results(jobId, skip, limit, Patience.until(now + reconnectTimeout.toNanos()));
    }

    private void end(Throwable failure) {
        if (closed) {
            LOG.debug("the stream of job {} was closed: {}", jobId, failure.toString());
        } else if (resources.isClosed() && failure instanceof RuntimeException) {
            handover.end(new ReaderConnectionException(
                    "the client was closed during the stream of job " + jobId, failure, false, null));
        } else if (failure instanceof DeadlineException) {
            handover.end(new StreamBrokenException(jobId, 1, failure.getCause()));
        } else {
            handover.end(failure);
        }
    }

    @Override
    public void accept(JobEvent event) {
        gathered.add(event);
        gatheredCharacters += weight(event);
        if (gathered.size() >= MOST_EVENTS_AT_ONCE || gatheredCharacters >= MOST_CHARACTERS_AT_ONCE) {
            caughtUp();
        }
    }

    @Override
    public void caughtUp() {
        if (gathered.isEmpty()) {
            return;
        }
        try {
            handover.put(gathered, gatheredCharacters);
            gathered.clear();
            gatheredCharacters = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReaderInterruptedException("the stream of job " + jobId + " was interrupted", e);
        } catch (CancellationException e) {
            throw new ReaderInterruptedException("the stream of job " + jobId + " was closed", e);
        }
    }

    private static long weight(JobEvent event) {
        return event instanceof PageReady ready ? weight(ready.page()) : 0;
    }

    private static long weight(Page page) {
        return length(page.markdown()) + length(page.html()) + length(page.rawHtml()) + length(page.screenshot());
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
