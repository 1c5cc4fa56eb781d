package dev.reader.examples.cli;

import dev.reader.client.run.RunProgress;
import dev.reader.examples.ProgressDisplay;
import dev.reader.examples.Terminal;
import java.time.Duration;
import java.util.Locale;

/** Shows the progress of a run: a bar with its rate, the time left and the credits; elsewhere a line each 10 s. */
final class RunDisplay implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final ProgressDisplay display = ProgressDisplay.onStandardError();
    private final boolean redraws = Terminal.ofStandardError().canRedraw();
    private long nextLine = System.nanoTime();
    private long shown = -1;

    void show(RunProgress progress) {
        long done = progress.stored() + progress.failed();
        boolean last = done >= progress.urls() && done != shown;
        if (redraws || last || System.nanoTime() - nextLine >= 0) {
            shown = done;
            nextLine = System.nanoTime() + BETWEEN_LINES.toNanos();
            display.show(done, progress.urls(), remark(progress));
        }
    }

    private static String remark(RunProgress progress) {
        Duration left = progress.timeLeft();
        return (left == null ? "" : Math.round(progress.pagesPerMinute()) + " a minute, " + time(left) + " left, ")
                + progress.creditsUsed() + " credits";
    }

    private static String time(Duration left) {
        return left.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d h", left.toHours(), left.toMinutesPart())
                : String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart());
    }

    @Override
    public void close() {
        display.close();
    }
}
