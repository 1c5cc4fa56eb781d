package dev.reader.examples.cli;

import dev.reader.client.run.RunProgress;
import dev.reader.examples.ProgressDisplay;
import dev.reader.examples.Terminal;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows the progress of a run: a bar with its rate, the time left and the credits; elsewhere a line each 10 s. */
final class RunDisplay implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final ProgressDisplay display;
    private final boolean redraws;
    private final LongSupplier nanoTime;
    private long nextLine;
    private long shown = -1;

    RunDisplay(PrintStream stream, Terminal terminal, LongSupplier nanoTime) {
        this.display = ProgressDisplay.on(stream, terminal);
        this.redraws = terminal.canRedraw();
        this.nanoTime = nanoTime;
        this.nextLine = nanoTime.getAsLong();
    }

    static RunDisplay onStandardError() {
        return new RunDisplay(System.err, Terminal.ofStandardError(), System::nanoTime);
    }

    void show(RunProgress progress) {
        long done = progress.stored() + progress.failed();
        boolean last = done >= progress.urls() && done != shown;
        if (redraws || last || nanoTime.getAsLong() - nextLine >= 0) {
            shown = done;
            nextLine = nanoTime.getAsLong() + BETWEEN_LINES.toNanos();
            display.show(done, progress.urls(), remark(progress));
        }
    }

    private static String remark(RunProgress progress) {
        Duration left = progress.timeLeft();
        return (left == null ? "" : rate(progress.pagesPerMinute()) + " a minute, " + time(left) + " left, ")
                + progress.creditsUsed() + " credits";
    }

    private static String rate(double pages) {
        long whole = Math.round(pages);
        return whole == 0 && pages > 0 ? "less than 1" : String.valueOf(whole);
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
