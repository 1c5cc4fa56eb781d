package dev.reader.examples;

import dev.reader.client.model.JobProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;

/** Shows the progress of a job or a run: a progress bar on a terminal, one line for each step elsewhere. */
public abstract class ProgressDisplay implements AutoCloseable {
    private ProgressDisplay() {}

    /** Returns a display on standard error, which keeps standard output free for results. */
    public static ProgressDisplay onStandardError() {
        return on(System.err, Terminal.ofStandardError());
    }

    /** Returns a display on a stream and its terminal. */
    public static ProgressDisplay on(PrintStream stream, Terminal terminal) {
        return terminal.canRedraw() ? new Bar(new LiveText(stream, terminal)) : new Lines(stream);
    }

    /** Shows the current progress of a job. */
    public final void show(JobProgress progress) {
        show(progress.completed(), progress.total(), progress.status().value());
    }

    /** Shows how many pages are done, and a remark of a few words. */
    public abstract void show(long completed, long total, String remark);

    /** Ends the display. Has no effect if it has ended. */
    @Override
    public abstract void close();

    private static final class Lines extends ProgressDisplay {
        private final PrintStream stream;

        Lines(PrintStream stream) {
            this.stream = stream;
        }

        @Override
        public void show(long completed, long total, String remark) {
            stream.println("  " + TerminalText.line(remark) + ": " + completed + " of " + total);
        }

        @Override
        public void close() {}
    }

    private static final class Bar extends ProgressDisplay {
        private final LiveLine line;
        private final ProgressBar bar;

        Bar(LiveText text) {
            line = new LiveLine(text);
            bar = new ProgressBarBuilder()
                    .setTaskName("pages")
                    .setInitialMax(-1)
                    .setUpdateIntervalMillis(200)
                    .continuousUpdate()
                    .setRenderer(Bar::render)
                    .setConsumer(line)
                    .build();
        }

        @Override
        public void show(long completed, long total, String remark) {
            bar.maxHint(total > 0 ? total : -1);
            bar.stepTo(completed);
            bar.setExtraMessage(TerminalText.line(remark));
        }

        @Override
        public void close() {
            bar.close();
            // the library does not close it if the bar ends before it is drawn for the first time
            line.close();
        }

        /** Renders what fits, the most important part first: the counts, the status, the time, the bar. */
        private static String render(ProgressState state, int width) {
            boolean known = state.getMax() > 0;
            String counts = "pages " + state.getCurrent() + (known ? " of " + state.getMax() : "");
            String status = state.getExtraMessage().isBlank()
                    ? ""
                    : "  " + state.getExtraMessage().strip();
            String time = "  " + time(state.getTotalElapsed());
            int left = width - counts.length() - status.length() - time.length();
            if (left < 0) {
                return TerminalText.start(counts + status, width);
            }
            return counts + (known ? drawn(state.getNormalizedProgress(), left) : "") + status + time;
        }

        private static String drawn(double part, int width) {
            int cells = Math.min(width - 4, 40);
            if (cells < 5) {
                return "";
            }
            int filled = (int) (Math.min(1, Math.max(0, part)) * cells);
            return "  [" + "#".repeat(filled) + ".".repeat(cells - filled) + "]";
        }

        private static String time(Duration elapsed) {
            return elapsed.toHours() > 0
                    ? String.format(
                            Locale.ROOT,
                            "%d:%02d:%02d",
                            elapsed.toHours(),
                            elapsed.toMinutesPart(),
                            elapsed.toSecondsPart())
                    : String.format(Locale.ROOT, "%d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
        }
    }

    /** Draws the bar. The library calls it from its own daemon thread, which {@link ProgressBar#close} ends. */
    private static final class LiveLine implements ProgressBarConsumer {
        private final LiveText text;
        private boolean closed;

        LiveLine(LiveText text) {
            this.text = text;
        }

        @Override
        public int getMaxRenderedLength() {
            return text.width();
        }

        @Override
        public synchronized void accept(String rendered) {
            if (!closed) {
                text.draw(List.of(rendered));
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            text.finish();
        }
    }
}
