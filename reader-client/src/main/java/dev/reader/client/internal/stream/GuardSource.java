package dev.reader.client.internal.stream;

import java.io.IOException;
import okio.Buffer;
import okio.BufferedSource;
import okio.Source;
import okio.Timeout;

/**
 * Normalizes a body for the event parser: ends every line with LF, drops a byte order mark, rejects an event above a
 * limit, and completes the last event with a blank line.
 *
 * <p>If the body ends inside an event, the guard adds the missing line ends, so that the parser emits the event, and
 * {@link #endedInEvent} is true from then on. By then the parser has emitted every earlier event, since it reads more
 * only when it has no whole line left.
 */
final class GuardSource implements Source {
    private static final int CHUNK = 8192;
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final BufferedSource body;
    private final long limit;
    private final Runnable beforeWaiting;
    private final byte[] chunk = new byte[CHUNK];

    private boolean atStart = true;
    private boolean afterCr;
    private boolean atLineStart = true;
    private boolean inComment;
    private long lineBytes;
    private long eventBytes;
    private boolean receivedAnything;
    private long received;
    private boolean stopped;
    private boolean endedInEvent;

    /**
     * @param limit how many bytes an event, or a comment, may have
     * @param beforeWaiting called when the parser has consumed everything that has arrived
     */
    GuardSource(BufferedSource body, long limit, Runnable beforeWaiting) {
        this.body = body;
        this.limit = limit;
        this.beforeWaiting = beforeWaiting;
    }

    /** Returns whether any byte has arrived. */
    boolean receivedAnything() {
        return receivedAnything;
    }

    /** Returns how many bytes have been read, whole chunks at a time. */
    long received() {
        return received;
    }

    /** Returns whether the body ended inside an event. */
    boolean endedInEvent() {
        return endedInEvent;
    }

    /** Ends the stream for the parser, even if the body has more. */
    void stop() {
        stopped = true;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        if (stopped || endedInEvent) {
            return -1;
        }
        if (atStart) {
            atStart = false;
            skipByteOrderMark();
        }
        long written = 0;
        while (written == 0) {
            if (body.getBuffer().exhausted()) {
                beforeWaiting.run();
            }
            int count = body.read(chunk, 0, (int) Math.min(CHUNK, byteCount));
            if (count < 0) {
                return end(sink);
            }
            receivedAnything = true;
            received += count;
            written = normalize(sink, count);
        }
        return written;
    }

    private void skipByteOrderMark() throws IOException {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (!body.request(i + 1) || (body.getBuffer().getByte(i) & 0xFF) != BYTE_ORDER_MARK[i]) {
                return;
            }
        }
        receivedAnything = true;
        body.skip(BYTE_ORDER_MARK.length);
    }

    /** Writes the chunk with LF as line ends, and returns the number of bytes written. */
    private long normalize(Buffer sink, int count) throws IOException {
        long written = 0;
        int from = 0;
        for (int i = 0; i < count; i++) {
            byte b = chunk[i];
            if (b != '\n' && b != '\r') {
                if (atLineStart) {
                    startLine(b);
                }
                afterCr = false;
                // copies everything up to the next line end in bulk
                int end = LineEnds.next(chunk, i, count);
                lineBytes += end - i;
                i = end - 1;
                checkLimit();
                continue;
            }
            if (b == '\n' && afterCr) {
                // the second half of a CRLF, whose first half was written as LF
                written += write(sink, from, i);
                from = i + 1;
                afterCr = false;
                continue;
            }
            afterCr = b == '\r';
            chunk[i] = '\n';
            endLine();
        }
        return written + write(sink, from, count);
    }

    private long write(Buffer sink, int from, int to) {
        int count = to - from;
        sink.write(chunk, from, count);
        return count;
    }

    private void startLine(byte first) {
        atLineStart = false;
        inComment = first == ':';
    }

    private void endLine() {
        if (atLineStart) {
            eventBytes = 0;
        } else if (!inComment) {
            eventBytes += lineBytes + 1;
        }
        atLineStart = true;
        inComment = false;
        lineBytes = 0;
    }

    private void checkLimit() throws EventTooLargeException {
        if (eventBytes + lineBytes > limit) {
            throw new EventTooLargeException(limit);
        }
    }

    private long end(Buffer sink) {
        boolean lineOpen = !atLineStart;
        if (lineOpen) {
            endLine();
        }
        if (eventBytes == 0) {
            stopped = true;
            return -1;
        }
        endedInEvent = true;
        int lineEnds = lineOpen ? 2 : 1;
        sink.writeUtf8("\n\n".substring(0, lineEnds));
        return lineEnds;
    }

    @Override
    public Timeout timeout() {
        return body.timeout();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
