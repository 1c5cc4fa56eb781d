package dev.reader.client.internal.http;

import dev.reader.client.ReaderListener.CreditsUsed;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of jobs: the credits that it has reported, and whether they are over. Keeps the {@value #MAX_JOBS} jobs
 * that it heard of last. Thread-safe.
 */
public final class JobLedger {
    static final int MAX_JOBS = 10_000;

    private final ListenerNotifier notifier;
    private final Runnable onSlotFree;
    private final Map<String, Entry> jobs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
            return size() > MAX_JOBS;
        }
    };

    private static final class Entry {
        private int credits;
        private boolean over;
    }

    /** @param onSlotFree runs when a job is found to be over that was not known to be */
    JobLedger(ListenerNotifier notifier, Runnable onSlotFree) {
        this.notifier = notifier;
        this.onSlotFree = onSlotFree;
    }

    /**
     * Notes what the server says of a job.
     *
     * @param over whether the job is over
     * @param credits the credits that it has used so far; null if not said
     */
    public void note(String jobId, boolean over, @Nullable Integer credits) {
        int increase;
        boolean ended;
        synchronized (jobs) {
            Entry job = jobs.computeIfAbsent(jobId, id -> new Entry());
            increase = credits == null ? 0 : Math.max(0, credits - job.credits);
            job.credits += increase;
            ended = over && !job.over;
            job.over = over;
        }
        if (increase > 0) {
            notifier.notify(listener -> listener.onCreditsUsed(new CreditsUsed(jobId, increase)));
        }
        if (ended) {
            onSlotFree.run();
        }
    }
}
