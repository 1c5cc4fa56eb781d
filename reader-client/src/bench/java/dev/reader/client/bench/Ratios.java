package dev.reader.client.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs the benchmarks alternately in one JVM, one call by the client after one by hand, so that other load on the machine
 * affects both equally. Prints the median of each and the median of the ratios of each turn.
 */
public final class Ratios {
    private static final int SCRAPES_PER_TURN = 200;

    private Ratios() {}

    /** A task to measure. */
    interface Task {
        Object run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        System.out.printf(Locale.ROOT, "%-34s %10s %10s %18s%n", "", "by hand", "ours", "ratio (quartiles)");
        scrape();
        results(0);
        results(20);
    }

    private static void scrape() throws Exception {
        ScrapeBenchmark benchmark = new ScrapeBenchmark();
        benchmark.open();
        inTurns(
                "scrape, µs",
                15,
                60,
                1000.0 * SCRAPES_PER_TURN,
                () -> repeated(benchmark::byHand),
                () -> repeated(benchmark::scrape));
        inTurns(
                "scrape, watched against not, µs",
                15,
                60,
                1000.0 * SCRAPES_PER_TURN,
                () -> repeated(benchmark::scrape),
                () -> repeated(benchmark::watched));
        benchmark.close();
    }

    private static Object repeated(Task task) throws Exception {
        Object last = null;
        for (int i = 0; i < SCRAPES_PER_TURN; i++) {
            last = task.run();
        }
        return last;
    }

    private static void results(long delayMillis) throws Exception {
        ResultsBenchmark benchmark = new ResultsBenchmark();
        benchmark.delayMillis = delayMillis;
        benchmark.open();
        String after = ", " + delayMillis + " ms delay, ms";
        inTurns("jobResults" + after, 8, 25, 1e6, benchmark::byHand, benchmark::jobResults);
        inTurns("waitForJob" + after, 4, 25, 1e6, benchmark::byHand, benchmark::waitForJob);
        benchmark.close();
    }

    private static void inTurns(String name, int warmups, int turns, double unit, Task byHand, Task ours)
            throws Exception {
        List<double[]> times = new ArrayList<>();
        for (int turn = -warmups; turn < turns; turn++) {
            double[] pair = turn % 2 == 0
                    ? new double[] {time(byHand), time(ours)}
                    : reversed(new double[] {time(ours), time(byHand)});
            if (turn >= 0) {
                times.add(pair);
            }
        }
        double[] hand = times.stream().mapToDouble(pair -> pair[0]).sorted().toArray();
        double[] own = times.stream().mapToDouble(pair -> pair[1]).sorted().toArray();
        double[] ratio =
                times.stream().mapToDouble(pair -> pair[1] / pair[0]).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-34s %10.1f %10.1f %6.2f (%.2f to %.2f)%n",
                name,
                quantile(hand, 0.5) / unit,
                quantile(own, 0.5) / unit,
                quantile(ratio, 0.5),
                quantile(ratio, 0.25),
                quantile(ratio, 0.75));
    }

    private static double[] reversed(double[] pair) {
        return new double[] {pair[1], pair[0]};
    }

    private static double time(Task task) throws Exception {
        long start = System.nanoTime();
        Object result = task.run();
        long nanos = System.nanoTime() - start;
        if (result == null) {
            throw new IOException("no result");
        }
        return nanos;
    }

    private static double quantile(double[] sorted, double part) {
        double[] copy = Arrays.copyOf(sorted, sorted.length);
        return copy[(int) Math.round(part * (copy.length - 1))];
    }
}
