package dev.reader.examples.local.jobs;

import dev.reader.examples.local.Fault;
import dev.reader.examples.local.http.ApiExchange;
import dev.reader.examples.local.http.ConnectionFaults;
import dev.reader.examples.local.http.JsonNodes;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an {@link EventLog} to one client as Server-Sent Events, at the client's pace. It occupies no thread: it
 * writes when an event was appended, when the client can receive more, and when a ping is due.
 */
final class EventStream implements WriteListener {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.UTF_8);

    private enum Ending {
        NONE,
        COMPLETE,
        DROP,
        RESET
    }

    private final HttpServletRequest request;
    private final AsyncContext async;
    private final ServletOutputStream output;
    private final EventLog log;
    private final @Nullable Fault fault;
    private final Runnable onClose;
    private final Runnable pump = this::pump;
    private @Nullable Future<?> pings;
    private long position;
    private int sent;
    private Ending ending;
    private boolean ready;
    private boolean unflushed = true; // the headers
    private boolean pingDue;
    private boolean silent;
    private boolean closed;

    /**
     * Opens a stream.
     *
     * @param fault the fault of this stream; null if there is none
     * @param closesAtOnce whether the stream ends without an event
     */
    EventStream(
            ApiExchange exchange,
            EventLog log,
            long position,
            @Nullable Fault fault,
            boolean closesAtOnce,
            Runnable onClose)
            throws IOException {
        this.request = exchange.request();
        this.async = request.startAsync();
        this.async.setTimeout(0);
        this.output = exchange.response().getOutputStream();
        this.log = log;
        this.position = position;
        this.fault = fault;
        this.ending = closesAtOnce ? Ending.COMPLETE : Ending.NONE;
        this.onClose = onClose;
    }

    void start(Future<?> newPings) {
        synchronized (this) {
            pings = newPings;
        }
        log.addListener(pump);
        output.setWriteListener(this);
    }

    synchronized void ping() {
        pingDue = true;
        pump();
    }

    @Override
    public synchronized void onWritePossible() {
        ready = true;
        pump();
    }

    @Override
    public void onError(Throwable cause) {
        LOG.debug("a client disconnected from its stream: {}", cause.toString());
        close();
    }

    private synchronized void pump() {
        try {
            while (ready && !closed && output.isReady()) {
                byte[] frame = nextFrame();
                if (frame != null) {
                    output.write(frame);
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    output.flush();
                } else {
                    if (ending != Ending.NONE) {
                        end();
                    }
                    return;
                }
            }
        } catch (IOException | RejectedExecutionException e) {
            onError(e); // the client disconnected, or the server is stopping
        }
    }

    private byte @Nullable [] nextFrame() throws IOException {
        if (ending != Ending.NONE || silent) {
            return null;
        }
        if (pingDue) {
            pingDue = false;
            return PING;
        }
        if (fault != null && sent == fault.number() && fault.kind() != Fault.Kind.HALF_EVENT) {
            applyFault(fault.kind());
            return null;
        }
        EventLog.Event event = log.at(position);
        if (event == null) {
            return null;
        }
        byte[] frame = frame(event, log.id(position));
        if (fault != null && sent == fault.number()) {
            ending = Ending.COMPLETE;
            return Arrays.copyOf(frame, frame.length / 2);
        }
        position++;
        sent++;
        if (event.name().equals("done")) {
            ending = Ending.COMPLETE;
        }
        return frame;
    }

    private void applyFault(Fault.Kind kind) {
        switch (kind) {
            case CUT_STREAM -> ending = Ending.COMPLETE;
            case DROP_STREAM -> ending = Ending.DROP;
            case RESET_STREAM -> ending = Ending.RESET;
            case SILENT_STREAM -> silent = true;
            default -> throw new IllegalStateException(kind + " is not a fault of a stream");
        }
    }

    private static byte[] frame(EventLog.Event event, @Nullable String id) {
        byte[] head = ((id == null ? "" : "id: " + id + "\n") + "event: " + event.name() + "\ndata: ")
                .getBytes(StandardCharsets.UTF_8);
        byte[] data = JsonNodes.bytes(event.data());
        byte[] frame = Arrays.copyOf(head, head.length + data.length + 2);
        System.arraycopy(data, 0, frame, head.length, data.length);
        frame[frame.length - 2] = '\n';
        frame[frame.length - 1] = '\n';
        return frame;
    }

    private void end() throws IOException {
        if (ending == Ending.RESET) {
            ConnectionFaults.reset(request);
        } else if (ending == Ending.DROP) {
            ConnectionFaults.drop(request);
        }
        close();
    }

    private void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (pings != null) {
                pings.cancel(false);
            }
        }
        log.removeListener(pump);
        async.complete();
        onClose.run();
    }
}
