package dev.reader.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which threads the operating system runs or is about to run. A thread that was woken and has not run yet is among them,
 * which its state in Java does not tell. Knows nothing where there is no {@code /proc}.
 */
final class RunnableThreads implements Closeable {
    private static final Path SELF = Path.of("/proc/thread-self");

    private final Map<Thread, FileChannel> known = new ConcurrentHashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(128);

    static boolean canBeTold() {
        return Files.isSymbolicLink(SELF);
    }

    /** Makes the current thread known. */
    void add() {
        if (!known.containsKey(Thread.currentThread()) && canBeTold()) {
            boolean interrupted = Thread.interrupted(); // an interrupt would close the channel
            try {
                Path task = SELF.resolveSibling(Files.readSymbolicLink(SELF));
                known.put(Thread.currentThread(), FileChannel.open(task.resolve("stat")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    boolean isKnown(Thread thread) {
        return known.containsKey(thread);
    }

    /** Whether any known thread is about to run; called by one thread only. */
    boolean any() {
        for (Map.Entry<Thread, FileChannel> entry : known.entrySet()) {
            if (!entry.getKey().isAlive()) {
                close(entry.getKey());
            } else if (state(entry.getValue()) == 'R') {
                return true;
            }
        }
        return false;
    }

    private char state(FileChannel stat) {
        try {
            buffer.clear();
            int length = stat.read(buffer, 0);
            for (int i = 0; i < length - 2; i++) {
                // 1234 (name of the thread) S …
                if (buffer.get(i) == ')' && buffer.get(i + 1) == ' ' && buffer.get(i + 3) == ' ') {
                    return (char) buffer.get(i + 2);
                }
            }
            throw new IllegalStateException("no state of a thread");
        } catch (ClosedByInterruptException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            return 'X'; // it has just ended
        }
    }

    private void close(Thread thread) {
        try {
            FileChannel stat = known.remove(thread);
            if (stat != null) {
                stat.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        known.keySet().forEach(this::close);
    }
}
