package dev.reader.examples;

import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.event.WorkspaceEvent.JobCompleted;
import dev.reader.client.event.WorkspaceEvent.JobFailed;
import dev.reader.client.event.WorkspaceEvent.JobProgress;
import dev.reader.examples.TextTable.Column;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows the latest jobs of a workspace and their progress: redraws a table on a terminal, prints one line for each
 * change elsewhere.
 */
final class JobTable {
    private static final int MAX_ROWS = 20;
    private static final int BAR_WIDTH = 20;
    private static final int MIN_ID_WIDTH = 9;

    private final PrintStream out;
    private final Terminal terminal;
    private final LiveText text;
    private final Map<String, Row> rows = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Row> eldest) {
            return size() > MAX_ROWS;
        }
    };

    private record Row(String status, int completed, int total, String note) {}

    /** Creates a table on a stream and its terminal. */
    JobTable(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
        this.text = new LiveText(out, terminal);
    }

    /** Updates the table with an event. */
    synchronized void show(WorkspaceEvent event) {
        if (event instanceof JobProgress progress) {
            put(progress.jobId(), new Row(progress.status().value(), progress.completed(), progress.total(), ""));
        } else if (event instanceof JobCompleted done) {
            String cost = done.creditsUsed() + (done.creditsUsed() == 1 ? " credit" : " credits");
            put(done.jobId(), new Row(done.status().value(), done.completed(), done.total(), cost));
        } else if (event instanceof JobFailed failed) {
            put(failed.jobId(), new Row("failed", 0, 0, failed.error()));
        } else if (event instanceof WorkspaceEvent.Unknown unknown) {
            print(unknown.name() + " " + unknown.data());
        }
    }

    /** Prints a message above the table. */
    synchronized void print(String message) {
        String line = TerminalText.line(message);
        if (terminal.canRedraw()) {
            text.printAbove(line);
        } else {
            out.println(line);
            out.flush();
        }
    }

    /** Leaves the table as it is, and prints a message below it. */
    synchronized void finish(String message) {
        text.finish();
        out.println(message);
        out.flush();
    }

    private void put(String jobId, Row row) {
        rows.put(jobId, row);
        if (terminal.canRedraw()) {
            draw();
        } else {
            out.println(table(Map.of(jobId, row)).rows(Integer.MAX_VALUE).get(0));
            out.flush();
        }
    }

    private static TextTable table(Map<String, Row> rows) {
        TextTable table = new TextTable(
                Column.of("Job").cutAtStart(MIN_ID_WIDTH),
                Column.of("Status"),
                Column.of("Progress").optional(),
                Column.of("Pages").right(),
                Column.of("Note").cutAtEnd(8));
        rows.forEach((jobId, row) -> table.add(
                jobId, row.status, bar(row.completed, row.total), row.completed + " of " + row.total, row.note));
        return table;
    }

    private static String bar(int completed, int total) {
        int filled = total <= 0 ? 0 : (int) Math.min(BAR_WIDTH, (long) BAR_WIDTH * completed / total);
        return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "]";
    }

    private void draw() {
        List<String> lines = table(rows).lines(text.width());
        int hidden = Math.max(0, lines.size() - text.height());
        List<String> shown = new ArrayList<>(lines.subList(0, 1));
        shown.addAll(lines.subList(1 + Math.min(hidden, rows.size()), lines.size()));
        text.draw(shown);
    }
}
