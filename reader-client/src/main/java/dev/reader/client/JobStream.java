package dev.reader.client;

import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.StreamBrokenException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.internal.http.Transport;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The events of one job as they happen, until it is over (docs/reader-api.md §4).
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
 * <p><b>Every page of the job comes exactly once</b>, as {@link JobEvent.PageReady} or {@link JobEvent.PageFailed}, and
 * then {@link JobEvent.Done}, the last event. That holds however often the connection breaks, and when the stream is
 * opened late or after the end: what it did not bring is fetched from the job's results before {@code Done}. An iteration
 * that ends without {@code Done} was ended by {@link #close}.
 *
 * <p>A lost connection is opened again with growing pauses, for as long as {@link ReaderClient.Builder
 * #streamReconnectTimeout} allows. What can't be mended comes out of {@code hasNext()} and {@code next()}, each time they
 * are called: a {@link StreamBrokenException} when the server stayed out of reach, a {@link
 * dev.reader.client.error.ReaderApiException} when it says no, a {@link dev.reader.client.error.ReaderProtocolException}
 * when it answers with something else than a stream.
 *
 * <p>Events are read ahead by a few, and no more: a slow reader slows the server down. The iterator is for one thread at
 * a time; {@link #close} may be called from any thread. As with a {@link java.nio.file.DirectoryStream} there is one
 * iterator.
 */
public final class JobStream implements Iterable<JobEvent>, AutoCloseable {
    private final String jobId;
    private final JobStreamWorker worker;
    private boolean iterated;
    private @Nullable Future<?> listening;

    private JobStream(String jobId, JobStreamWorker worker) {
        this.jobId = jobId;
        this.worker = worker;
    }

    /** Begins to listen. */
    static JobStream open(Transport transport, String jobId) {
        JobStreamWorker worker = new JobStreamWorker(transport, jobId);
        JobStream stream = new JobStream(jobId, worker);
        transport.resources().checkOpen();
        stream.listening = Paging.submit(transport.resources(), worker::listen);
        return stream;
    }

    /**
     * Returns the iterator over the events. Its {@code hasNext()} waits for the next event; it is woken by {@link #close},
     * by an interrupt and by the closing of the client, each within a second.
     *
     * @return the one iterator
     * @throws IllegalStateException if the iterator was asked for before
     */
    @Override
    public Iterator<JobEvent> iterator() {
        synchronized (this) {
            if (iterated) {
                throw new IllegalStateException("a stream has one iterator, and it was asked for before");
            }
            iterated = true;
        }
        return new Events();
    }

    /**
     * Returns the events as a sequential stream over the one iterator; closing it closes this.
     *
     * @return the events
     * @throws IllegalStateException if the iterator was asked for before
     */
    public Stream<JobEvent> stream() {
        return StreamSupport.stream(spliterator(), false).onClose(this::close);
    }

    /**
     * Stops listening. An iterator that waits is woken and has no further events. The job goes on. A second call does
     * nothing.
     */
    @Override
    public void close() {
        worker.close();
        if (listening != null) {
            listening.cancel(true);
        }
    }

    /** The reader's side; used by one thread at a time. */
    private final class Events implements Iterator<JobEvent> {
        private Queue<JobEvent> ready = new ArrayDeque<>();
        private boolean over;

        @Override
        public boolean hasNext() {
            if (worker.isClosed()) {
                return false;
            }
            if (ready.isEmpty() && !over) {
                ready = take();
                over = ready.isEmpty();
            }
            return !ready.isEmpty();
        }

        @Override
        public JobEvent next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }

        private Queue<JobEvent> take() {
            try {
                return worker.handover().takeAll();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ReaderInterruptedException("interrupted while waiting for an event of job " + jobId, e);
            } catch (Handover.Failed e) {
                if (e.failure() instanceof Error error) {
                    throw error;
                }
                if (e.failure() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.failure());
            }
        }
    }
}
