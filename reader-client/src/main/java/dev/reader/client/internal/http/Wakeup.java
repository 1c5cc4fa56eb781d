package dev.reader.client.internal.http;

import java.util.concurrent.CountDownLatch;

/** Wakes a thread that waits to be admitted. Thread-safe. */
final class Wakeup implements Runnable {
    private volatile CountDownLatch latch = new CountDownLatch(1);

    /** Returns the latch that {@link #run} opens from now on. The thread has to ask again before it waits for it. */
    CountDownLatch arm() {
        CountDownLatch armed = new CountDownLatch(1);
        latch = armed;
        return armed;
    }

    @Override
    public void run() {
        latch.countDown();
    }
}
