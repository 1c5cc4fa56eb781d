package dev.reader.client;

import dev.reader.client.event.WorkspaceEvent.JobProgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which jobs of a workspace run and which have ended, so that each end is told once, also where the server tells it again
 * on a later connection. A job that ended may be retried, and ends again.
 *
 * <p>Keeps the last 10,000 jobs of each sort. Not thread-safe.
 */
final class JobEnds {
    private static final int MOST = 10_000;

    private final Map<String, Boolean> running = new Recent<>();
    /** The connection on which the end of a job was last heard. */
    private final Map<String, Integer> ended = new Recent<>();
    /** Jobs that run once more only in what this connection repeats. */
    private final Map<String, Boolean> repeated = new Recent<>();

    private int connection;

    /** A further connection begins, which may repeat what came before. */
    void connected() {
        connection++;
        repeated.clear();
    }

    /** The jobs that were seen running and not ending. */
    List<String> running() {
        return new ArrayList<>(running.keySet());
    }

    /**
     * Notes that a job runs.
     *
     * @param isOver asks the server whether a job is over; needed where an ended one seems to run again
     */
    void progressed(JobProgress progress, Predicate<String> isOver) {
        String jobId = progress.jobId();
        if (progress.status().isTerminal() || repeated.containsKey(jobId)) {
            return;
        }
        Integer heard = ended.get(jobId);
        if (heard != null && heard != connection && isOver.test(jobId)) {
            repeated.put(jobId, true);
            return;
        }
        ended.remove(jobId);
        running.put(jobId, true);
    }

    /** Notes that a job has ended, which this connection told, and says whether it was not known. */
    boolean ended(String jobId) {
        return ended(jobId, connection);
    }

    /** The same of an end that was found by asking: this connection may still tell what was before it. */
    boolean foundEnded(String jobId) {
        return ended(jobId, connection - 1);
    }

    private boolean ended(String jobId, int heard) {
        running.remove(jobId);
        repeated.remove(jobId);
        return ended.put(jobId, heard) == null;
    }

    /** Forgets a job that there is no more. */
    void forget(String jobId) {
        running.remove(jobId);
    }

    private static final class Recent<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MOST;
        }
    }
}
