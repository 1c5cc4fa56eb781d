package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.run.RunProgress;
import dev.reader.examples.Terminal;
import dev.reader.examples.TerminalText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunDisplayTest {
    private static final String LONG_ID = "r".repeat(100);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

    private RunDisplay display(Terminal terminal) {
        return new RunDisplay(new PrintStream(written, true, StandardCharsets.UTF_8), terminal, nanos::get);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /** Shows the progress on a terminal, and returns the line that stays. */
    private String lineOnTerminal(int columns, RunProgress... shown) {
        try (RunDisplay display = display(Terminal.ofSize(columns, 24))) {
            for (RunProgress progress : shown) {
                display.show(progress);
            }
        }
        String text = text();
        assertThat(text).endsWith("\n");
        return text.substring(text.lastIndexOf("\u001B[J") + "\u001B[J".length(), text.length() - 1);
    }

    private static RunProgress half() {
        return new RunProgress(LONG_ID, 100, 48, 2, 3, 51, 59.6, Duration.ofSeconds(61));
    }

    private static RunProgress starting(long urls, long stored, long credits) {
        return new RunProgress(LONG_ID, urls, stored, 0, 1, credits, 0, null);
    }

    @Test
    void terminal_showsABar_itsRate_theTimeLeft_andTheCredits() {
        assertThat(lineOnTerminal(80, starting(100, 0, 0), half()))
                .matches("pages 50 of 100  \\[#{9}\\.{9}]  60 a minute, 1:01 left, 51 credits  \\d+:\\d\\d");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 80, 60, 40, 20, 10, 2, 1})
    void terminal_ofAnyWidth_getsOneLineThatFits(int columns) {
        String line = lineOnTerminal(columns, half());

        assertThat(TerminalText.width(line)).isBetween(1, Math.max(1, columns - 1));
        assertThat(line).doesNotContain("\n", "rrr");
        if (columns >= 20) {
            assertThat(line).startsWith("pages 50 of 100");
        }
    }

    @Test
    void pipe_getsALineEachTenSeconds_andOneForTheEnd() {
        try (RunDisplay display = display(Terminal.NONE)) {
            display.show(starting(100, 0, 0));
            nanos.addAndGet(Duration.ofMillis(9_999).toNanos());
            display.show(starting(100, 20, 20));
            nanos.addAndGet(Duration.ofMillis(1).toNanos());
            display.show(half());
            display.show(half());
            RunProgress end = new RunProgress(LONG_ID, 100, 97, 3, 0, 97, 120, Duration.ZERO);
            display.show(end);
            display.show(end);
        }

        assertThat(text()).isEqualToNormalizingNewlines("""
                          0 credits: 0 of 100
                          60 a minute, 1:01 left, 51 credits: 50 of 100
                          120 a minute, 0:00 left, 97 credits: 100 of 100
                        """);
    }

    @Test
    void resumedRun_showsWhatWasDoneBefore_andNoRateUntilItIsKnown() {
        assertThat(lineOnTerminal(80, starting(10_000, 5_000, 5_010)))
                .matches("pages 5000 of 10000  \\[#{18}\\.{18,19}]  5010 credits  \\d+:\\d\\d");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void runWithoutUrls_showsNothingOdd(boolean onTerminal) {
        if (onTerminal) {
            assertThat(lineOnTerminal(80, starting(0, 0, 0))).matches("pages 0  0 credits  \\d+:\\d\\d");
        } else {
            try (RunDisplay display = display(Terminal.NONE)) {
                display.show(starting(0, 0, 0));
            }
            assertThat(text()).isEqualToNormalizingNewlines("  0 credits: 0 of 0\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.4, PT2400H, 'less than 1 a minute, 2400:00 h left'",
        "0.5, PT1H5S, '1 a minute, 1:00 h left'",
        "1000000.2, PT59M59S, '1000000 a minute, 59:59 left'"
    })
    void ratesAndTimes_areShort(double rate, Duration left, String shown) {
        try (RunDisplay display = display(Terminal.NONE)) {
            display.show(new RunProgress(LONG_ID, 100, 1, 0, 1, 1, rate, left));
        }

        assertThat(text()).isEqualToNormalizingNewlines("  " + shown + ", 1 credits: 1 of 100\n");
    }
}
