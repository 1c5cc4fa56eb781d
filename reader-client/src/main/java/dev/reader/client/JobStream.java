package dev.reader.client;

import dev.reader.client.error.StreamBrokenException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.jobs.JobEventSource;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the events of one job as they happen, until the job is over (docs/reader-api.md §4).
 *
 * <pre>{@code
 * try (JobStream events = reader.stream(job.id())) {
 *     for (JobEvent event : events) {
 *         if (event instanceof JobEvent.PageReady ready) {
 *             save(ready.page());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p><b>The job's results decide; the stream only brings them early.</b> Every result that is ok in the end comes exactly
 * once as {@link JobEvent.PageReady}, every result that failed in the end exactly once as {@link JobEvent.PageFailed}, and
 * then {@link JobEvent.Done}, the last event. A page that failed first and succeeded on a retry may come as {@code
 * PageFailed} before its {@code PageReady}. All of this holds however often the connection breaks, whatever the server
 * repeats or leaves out, and if the stream is opened late or after the end: unless one connection brought every page and no
 * failure, the job's results are read before {@code Done}, with one request for each 100. An iteration that ends without
 * {@code Done} was ended by {@link #close}.
 *
 * <p>A lost connection is opened again, with backoff, for as long as {@link ReaderClient.Builder#streamReconnectTimeout}
 * allows. {@code hasNext()} and {@code next()} throw unrecoverable failures, again at each call: a {@link
 * StreamBrokenException} if the server stayed out of reach, a {@link dev.reader.client.error.ReaderApiException} if it
 * returned an error response that is not transient, a {@link dev.reader.client.error.ReaderProtocolException} if it returned
 * something that is not a stream of events.
 *
 * <p>At most 256 KiB of events are read ahead, measured on the wire, or one larger event: a slow consumer slows the server
 * down. One thread at a time may use the iterator; any thread may call {@link #close}. As with a {@link
 * java.nio.file.DirectoryStream} there is one iterator.
 */
public final class JobStream implements Iterable<JobEvent>, AutoCloseable {
    private final JobEventSource source;
    private boolean iterated;

    private JobStream(JobEventSource source) {
        this.source = source;
    }

    static JobStream open(Transport transport, String jobId) {
        return new JobStream(new JobEventSource(transport, jobId));
    }

    /**
     * Returns the iterator over the events. Its {@code hasNext()} waits for the next event; {@link #close}, an interrupt and
     * the closing of the client wake it within a second.
     *
     * @return the one iterator
     * @throws IllegalStateException if the iterator was requested before
     */
    @Override
    public Iterator<JobEvent> iterator() {
        synchronized (this) {
            if (iterated) {
                throw new IllegalStateException("a stream has one iterator, which was requested before");
            }
            iterated = true;
        }
        return new Events();
    }

    /**
     * Returns the events as a sequential stream over the one iterator; closing it closes this.
     *
     * @return the events
     * @throws IllegalStateException if the iterator was requested before
     */
    public Stream<JobEvent> stream() {
        return StreamSupport.stream(spliterator(), false).onClose(this::close);
    }

    /**
     * Stops listening. A waiting iterator is woken and has no further events, except one that {@code hasNext()} has
     * announced. The job goes on. A second call does nothing.
     */
    @Override
    public void close() {
        source.close();
    }

    /** Iterates; used by one thread at a time. */
    private final class Events implements Iterator<JobEvent> {
        private @Nullable JobEvent announced;

        @Override
        public boolean hasNext() {
            if (announced == null) {
                announced = source.next();
            }
            return announced != null;
        }

        @Override
        public JobEvent next() {
            if (!hasNext() || announced == null) {
                throw new NoSuchElementException();
            }
            JobEvent event = announced;
            announced = null;
            return event;
        }
    }
}
