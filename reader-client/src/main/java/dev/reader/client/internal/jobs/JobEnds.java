package dev.reader.client.internal.jobs;

import dev.reader.client.event.WorkspaceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which jobs of a workspace run and which have ended, so that each end is told once even if a later connection repeats it.
 * A job that was retried ends again. Remembers the last 10,000 jobs of each kind. Not thread-safe.
 */
final class JobEnds {
    private static final int MAX_JOBS = 10_000;

    private final Map<String, Boolean> running = new Recent<>();
    private final Map<String, End> ended = new Recent<>();
    private int connection;

    /**
     * The last end of a job.
     *
     * @param connection the connection on which it was last told; 0 if the job's record told it
     */
    private record End(WorkspaceEvent event, int connection) {}

    /** A new connection is open; it may repeat what came before. */
    void connected() {
        connection++;
    }

    /** Returns the jobs that were seen running and not ending. */
    List<String> running() {
        return new ArrayList<>(running.keySet());
    }

    boolean isRunning(String jobId) {
        return running.containsKey(jobId);
    }

    /**
     * Notes that a job seems to run.
     *
     * @return false if the job ended before this connection, which may only repeat what came before that
     */
    boolean progressed(String jobId) {
        End end = ended.get(jobId);
        if (end != null && end.connection() != connection) {
            return false;
        }
        runs(jobId);
        return true;
    }

    /** Notes that a job runs. */
    void runs(String jobId) {
        ended.remove(jobId);
        running.put(jobId, true);
    }

    /** Notes an end that the stream told, and returns whether it is new. */
    boolean ended(String jobId, WorkspaceEvent event) {
        running.remove(jobId);
        End before = ended.put(jobId, new End(event, connection));
        return before == null || (before.connection() != 0 && !before.event().equals(event));
    }

    /** Notes an end that the job's record told, and returns whether it is new. */
    boolean foundEnded(String jobId, WorkspaceEvent event) {
        running.remove(jobId);
        End before = ended.get(jobId);
        if (before != null && before.event().equals(event)) {
            return false;
        }
        ended.put(jobId, new End(event, 0));
        return true;
    }

    /** Forgets a job that was running: it exists no more, or was cancelled. */
    void forget(String jobId) {
        running.remove(jobId);
    }

    private static final class Recent<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MAX_JOBS;
        }
    }
}
