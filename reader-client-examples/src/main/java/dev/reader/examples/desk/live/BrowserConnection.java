package dev.reader.examples.desk.live;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of one browser. Nothing here blocks: what the network does not take waits in a bounded queue, and a browser
 * that is too slow for it is disconnected. It reconnects by itself, and gets the present state.
 */
final class BrowserConnection implements WriteListener {
    private static final int MAX_QUEUED_BYTES = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(BrowserConnection.class);

    private final AsyncContext context;
    private final ServletOutputStream output;
    private final Runnable whenClosed;
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private int queuedBytes;
    /** The last state that was sent; the frames of one change share the text. */
    private String shown = "";

    private boolean waiting;
    private boolean unflushed;
    private boolean closed;

    BrowserConnection(AsyncContext context, ServletOutputStream output, Runnable whenClosed) {
        this.context = context;
        this.output = output;
        this.whenClosed = whenClosed;
        this.waiting = true; // until the container calls onWritePossible
    }

    /** Sends a frame, now or when the network takes it, unless the browser shows its state already. */
    void send(Frame frame) {
        boolean tooSlow;
        synchronized (this) {
            if (closed || (!frame.state().isEmpty() && frame.state().equals(shown))) {
                return;
            }
            if (!frame.state().isEmpty()) {
                shown = frame.state();
            }
            queue.add(frame.bytes());
            queuedBytes += frame.bytes().length;
            tooSlow = queuedBytes > MAX_QUEUED_BYTES;
            if (!tooSlow && !waiting) {
                write();
            }
        }
        if (tooSlow) {
            LOG.debug("a browser is too slow; it is disconnected");
            close();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        waiting = false;
        if (!closed) {
            write();
        }
    }

    private void write() {
        try {
            while (true) {
                if (!output.isReady()) {
                    waiting = true;
                    return;
                }
                byte[] next = queue.poll();
                if (next != null) {
                    queuedBytes -= next.length;
                    output.write(next);
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    output.flush();
                } else {
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) {
            onError(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        LOG.debug("a browser has gone: {}", failure.toString());
        close();
    }

    /** Ends the response. */
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            queue.clear();
        }
        whenClosed.run();
        try {
            context.complete();
        } catch (IllegalStateException e) {
            LOG.trace("the container has ended the response", e);
        }
    }
}
