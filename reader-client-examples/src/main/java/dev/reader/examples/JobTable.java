package dev.reader.examples;

import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.event.WorkspaceEvent.JobCompleted;
import dev.reader.client.event.WorkspaceEvent.JobFailed;
import dev.reader.client.event.WorkspaceEvent.JobProgress;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shows the latest jobs of a workspace and their progress: redraws a table on a terminal, prints one line for each
 * change elsewhere.
 */
final class JobTable {
    private static final int MAX_ROWS = 20;
    private static final int BAR_WIDTH = 20;
    private static final String CURSOR_UP = "\u001B[%dA";
    private static final String CLEAR_LINE = "\u001B[2K";

    private final PrintStream out;
    private final boolean redraws;
    private final Map<String, String> rows = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_ROWS;
        }
    };
    private int drawn;

    private JobTable(PrintStream out, boolean redraws) {
        this.out = out;
        this.redraws = redraws;
    }

    static JobTable inPlace(PrintStream out) {
        return new JobTable(out, true);
    }

    static JobTable lineByLine(PrintStream out) {
        return new JobTable(out, false);
    }

    /** Updates the table with an event. */
    synchronized void show(WorkspaceEvent event) {
        if (event instanceof JobProgress progress) {
            put(progress.jobId(), progress.status().value(), progress.completed(), progress.total(), "");
        } else if (event instanceof JobCompleted done) {
            String cost = done.creditsUsed() + (done.creditsUsed() == 1 ? " credit" : " credits");
            put(done.jobId(), done.status().value(), done.completed(), done.total(), cost);
        } else if (event instanceof JobFailed failed) {
            put(failed.jobId(), "failed", 0, 0, failed.error());
        } else if (event instanceof WorkspaceEvent.Unknown unknown) {
            print(unknown.name() + " " + unknown.data());
        }
    }

    /** Prints a message above the table. */
    synchronized void print(String text) {
        if (redraws && drawn > 0) {
            out.print(String.format(CURSOR_UP, drawn) + CLEAR_LINE);
        }
        out.println(text);
        drawn = 0;
        if (redraws) {
            draw();
        }
    }

    private void put(String jobId, String status, int completed, int total, String note) {
        String row = String.format(
                "%-28s %-12s %s %5d of %-5d %s", jobId, status, bar(completed, total), completed, total, note);
        rows.put(jobId, row);
        if (redraws) {
            draw();
        } else {
            out.println(row);
        }
    }

    private static String bar(int completed, int total) {
        int filled = total <= 0 ? 0 : Math.min(BAR_WIDTH, BAR_WIDTH * completed / total);
        return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "]";
    }

    private void draw() {
        if (drawn > 0) {
            out.print(String.format(CURSOR_UP, drawn));
        }
        rows.values().forEach(row -> out.println(CLEAR_LINE + row));
        out.flush();
        drawn = rows.size();
    }
}
