package dev.reader.client.internal.sse;

import java.io.IOException;
import okio.Buffer;
import okio.BufferedSource;
import okio.Source;
import okio.Timeout;

/**
 * Stands between a body and the event parser and hands on only what the parser can take: lines that end in LF, no byte
 * order mark, no event above a limit, and a blank line at the end.
 *
 * <p>Where the body ends in order but inside an event, the event is closed with the missing line ends, so that the parser
 * brings it, and {@link #endedInEvent} is true from then on. By then the parser has brought every event before it, since
 * it asks for more only when it has no whole line left.
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
    private boolean heard;
    private boolean stopped;
    private boolean endedInEvent;

    /**
     * @param limit how many bytes an event, or a comment, may have
     * @param beforeWaiting called when the parser has used up what has come
     */
    GuardSource(BufferedSource body, long limit, Runnable beforeWaiting) {
        this.body = body;
        this.limit = limit;
        this.beforeWaiting = beforeWaiting;
    }

    /** Whether any byte has come. */
    boolean heard() {
        return heard;
    }

    /** Whether the body ended inside an event. */
    boolean endedInEvent() {
        return endedInEvent;
    }

    /** Ends the stream for the parser, whatever the body still has. */
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
            heard = true;
            written = pass(sink, count);
        }
        return written;
    }

    private void skipByteOrderMark() throws IOException {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (!body.request(i + 1) || (body.getBuffer().getByte(i) & 0xFF) != BYTE_ORDER_MARK[i]) {
                return;
            }
        }
        heard = true;
        body.skip(BYTE_ORDER_MARK.length);
    }

    /** Hands the chunk on with its line ends made LF, and returns how many bytes that came to. */
    private long pass(Buffer sink, int count) throws IOException {
        long written = 0;
        int from = 0;
        for (int i = 0; i < count; i++) {
            byte b = chunk[i];
            if (b != '\n' && b != '\r') {
                if (atLineStart) {
                    startLine(b);
                }
                afterCr = false;
                // everything up to the next line end at once
                int end = LineEnds.next(chunk, i, count);
                lineBytes += end - i;
                i = end - 1;
                checkLimit();
                continue;
            }
            if (b == '\n' && afterCr) {
                // the second half of a CRLF, whose first was handed on as LF
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
