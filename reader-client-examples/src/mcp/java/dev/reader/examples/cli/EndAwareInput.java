package dev.reader.examples.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** Tells when the reader of this stream has met its end, or a failure. The SDK does not tell. */
final class EndAwareInput extends FilterInputStream {
    private final CountDownLatch ended = new CountDownLatch(1);

    EndAwareInput(InputStream in) {
        super(in);
    }

    /** Blocks until the stream has ended. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    @Override
    public int read() throws IOException {
        try {
            return check(super.read());
        } catch (IOException e) {
            ended.countDown();
            throw e;
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return check(super.read(bytes, offset, length));
        } catch (IOException e) {
            ended.countDown();
            throw e;
        }
    }

    private int check(int read) {
        if (read < 0) {
            ended.countDown();
        }
        return read;
    }
}
