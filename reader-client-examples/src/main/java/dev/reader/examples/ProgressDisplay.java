package dev.reader.examples;

import dev.reader.client.model.JobProgress;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the progress of a job: a progress bar on a terminal, one line for each step elsewhere. */
public abstract class ProgressDisplay implements AutoCloseable {
    private ProgressDisplay() {}

    /** Returns a display on standard error, which keeps standard output free for results. */
    public static ProgressDisplay onStandardError() {
        return Terminal.attached() ? new Bar(System.err) : new Lines(System.err);
    }

    /** Shows the current progress. */
    public abstract void show(JobProgress progress);

    @Override
    public abstract void close();

    private static final class Lines extends ProgressDisplay {
        private final PrintStream stream;

        Lines(PrintStream stream) {
            this.stream = stream;
        }

        @Override
        public void show(JobProgress progress) {
            stream.println("  " + progress.status() + ": " + progress.completed() + " of " + progress.total());
        }

        @Override
        public void close() {}
    }

    private static final class Bar extends ProgressDisplay {
        private static final int WIDTH = 80;

        private final ProgressBar bar;

        Bar(PrintStream stream) {
            bar = new ProgressBarBuilder()
                    .setTaskName("pages")
                    .setInitialMax(-1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(100)
                    .setConsumer(new ConsoleProgressBarConsumer(stream, WIDTH))
                    .build();
        }

        @Override
        public void show(JobProgress progress) {
            bar.maxHint(progress.total());
            bar.stepTo(progress.completed());
            bar.setExtraMessage(progress.status().value());
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
