package dev.reader.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import okhttp3.Headers;
import okio.Buffer;
import okio.Source;
import okio.Timeout;

/** One answer on its way from a script to the client, in simulated time; both ends lock the time. */
final class InProcessWire implements SseServer.Wire, Source {
    private final SimulatedTime time;
    private final Buffer buffer = new Buffer();
    private final Duration idleTimeout = Duration.ofSeconds(75);
    private Headers headers = Headers.of();
    private int status;
    private boolean stream;
    private boolean ended;
    private boolean left;
    private boolean reset;

    /** The script speaks to a client that does not listen any more. */
    static final class ClientLeft extends IOException {
        private static final long serialVersionUID = 1L;

        ClientLeft() {
            super("the client has left");
        }
    }

    InProcessWire(SimulatedTime time) {
        this.time = time;
    }

    @Override
    public void open() throws IOException {
        synchronized (time) {
            status = 200;
            stream = true;
            changed();
        }
    }

    @Override
    public void write(String text) throws IOException {
        synchronized (time) {
            buffer.writeUtf8(text);
            changed();
        }
    }

    @Override
    public void answer(int newStatus, String json, Headers newHeaders) throws IOException {
        synchronized (time) {
            headers = newHeaders;
            status = newStatus;
            buffer.writeUtf8(json);
            ended = true;
            changed();
        }
    }

    @Override
    public void end() throws IOException {
        synchronized (time) {
            ended = true;
            changed();
        }
    }

    @Override
    public void reset() throws IOException {
        synchronized (time) {
            reset = true;
            changed();
        }
    }

    @Override
    public void silence() throws IOException, InterruptedException {
        synchronized (time) {
            time.await(() -> left);
            changed();
        }
    }

    private void changed() throws ClientLeft {
        if (left) {
            throw new ClientLeft();
        }
        time.notifyAll();
    }

    void cancel() {
        synchronized (time) {
            left = true;
            time.notifyAll();
        }
    }

    /** {@return whether the client has not ended the exchange} */
    boolean isOpen() {
        synchronized (time) {
            return !left && !reset;
        }
    }

    boolean isStream() {
        return stream;
    }

    Headers headers() {
        return headers;
    }

    int awaitStatus() throws IOException, InterruptedException {
        synchronized (time) {
            time.await(() -> status > 0 || reset || left);
            if (left || status == 0) {
                throw new IOException(left ? "Canceled" : "Connection reset");
            }
            return status;
        }
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        synchronized (time) {
            boolean heard;
            try {
                heard = time.await(() -> left || reset || ended || !buffer.exhausted(), idleTimeout);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted").initCause(e);
            }
            if (left) {
                throw new IOException("Canceled");
            }
            if (!buffer.exhausted()) {
                return buffer.read(sink, byteCount);
            }
            if (reset) {
                throw new IOException("Connection reset");
            }
            if (!heard) {
                throw new SocketTimeoutException("nothing came for " + idleTimeout);
            }
            return -1;
        }
    }

    @Override
    public Timeout timeout() {
        return Timeout.NONE;
    }

    @Override
    public void close() {
        cancel();
    }
}
