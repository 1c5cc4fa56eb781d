package dev.reader.client.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Runs the benchmarks alternately in one JVM, one turn of the client after one of what it is compared with, so that other
 * load on the machine affects both equally. Prints the median of each, the median of the ratios of each turn with its
 * quartiles, and the ratio of the processor time of all turns, which other load affects least.
 *
 * <p>The first argument is a regular expression that chooses among {@code calls}, {@code async}, {@code listener}, {@code
 * stream} and {@code results}.
 */
public final class Ratios {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int SCRAPES_PER_TURN = 200;
    /** Enough for the compilers, also on a machine with other load. */
    private static final int WARM_UPS = 100;

    private Ratios() {}

    /** A task to measure. */
    interface Task {
        Object run() throws Exception;
    }

    /** The wall time and the processor time of one turn, in ns. */
    private record Cost(double wall, double processor) {}

    public static void main(String[] args) throws Exception {
        Pattern chosen = Pattern.compile(args.length == 0 ? ".*" : args[0]);
        System.out.printf(Locale.ROOT, "load average %.1f%n", SYSTEM.getSystemLoadAverage());
        System.out.printf(
                Locale.ROOT, "%-42s %10s %10s %20s %10s%n", "", "other", "client", "ratio (quartiles)", "processor");
        scrape(chosen);
        if (chosen.matcher("stream").matches()) {
            stream();
        }
        if (chosen.matcher("results").matches()) {
            results(0);
            results(20);
        }
        System.out.printf(Locale.ROOT, "load average %.1f%n", SYSTEM.getSystemLoadAverage());
    }

    private static void scrape(Pattern chosen) throws Exception {
        ScrapeBenchmark benchmark = new ScrapeBenchmark();
        benchmark.open();
        double unit = 1000.0 * SCRAPES_PER_TURN;
        if (chosen.matcher("calls").matches()) {
            inTurns("scrape, µs", WARM_UPS, 60, unit, repeated(benchmark::byHand), repeated(benchmark::scrape));
        }
        if (chosen.matcher("async").matches()) {
            inTurns(
                    "asynchronous scrape, µs",
                    WARM_UPS,
                    60,
                    unit,
                    repeated(benchmark::asyncByHand),
                    repeated(benchmark::asyncScrape));
            inTurns(
                    "asynchronous scrapes, 16 at a time, µs",
                    WARM_UPS,
                    60,
                    1000.0 * ScrapeBenchmark.MANY,
                    benchmark::manyByHand,
                    benchmark::manyScrapes);
        }
        if (chosen.matcher("listener").matches()) {
            inTurns(
                    "scrape, listener against none, µs",
                    WARM_UPS,
                    60,
                    unit,
                    repeated(benchmark::scrape),
                    repeated(benchmark::withListener));
            inTurns(
                    "scrape, listener and limiter, µs",
                    WARM_UPS,
                    60,
                    unit,
                    repeated(benchmark::scrape),
                    repeated(benchmark::watched));
        }
        benchmark.close();
    }

    private static Task repeated(Task task) {
        return () -> {
            Object last = null;
            for (int i = 0; i < SCRAPES_PER_TURN; i++) {
                last = task.run();
            }
            return last;
        };
    }

    private static void stream() throws Exception {
        StreamBenchmark benchmark = new StreamBenchmark();
        benchmark.serve();
        double page = 1000.0 * StreamBenchmark.PAGES;
        double event = StreamBenchmark.EVENTS;
        inTurns(
                "pages, publisher against iterator, µs",
                5,
                25,
                page,
                benchmark::pagesByTheClient,
                benchmark::pagesByThePublisher);
        inTurns(
                "events, publisher against iterator, ns",
                5,
                25,
                event,
                benchmark::smallEventsByTheClient,
                benchmark::smallEventsByThePublisher);
        inTurns(
                "events, requested one by one, ns",
                5,
                25,
                event,
                benchmark::smallEventsByTheClient,
                benchmark::smallEventsOneByOne);
        benchmark.close();
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

    private static void inTurns(String name, int warmups, int turns, double unit, Task other, Task client)
            throws Exception {
        List<Cost> others = new ArrayList<>();
        List<Cost> clients = new ArrayList<>();
        for (int turn = -warmups; turn < turns; turn++) {
            boolean clientFirst = turn % 2 != 0;
            Cost first = cost(clientFirst ? client : other);
            Cost second = cost(clientFirst ? other : client);
            if (turn >= 0) {
                clients.add(clientFirst ? first : second);
                others.add(clientFirst ? second : first);
            }
        }
        double[] ratios = new double[turns];
        for (int turn = 0; turn < turns; turn++) {
            ratios[turn] = clients.get(turn).wall() / others.get(turn).wall();
        }
        System.out.printf(
                Locale.ROOT,
                "%-42s %10.1f %10.1f %6.2f (%.2f to %.2f) %10.2f%n",
                name,
                quantile(walls(others), 0.5) / unit,
                quantile(walls(clients), 0.5) / unit,
                quantile(ratios, 0.5),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75),
                processor(clients) / processor(others));
    }

    private static double[] walls(List<Cost> costs) {
        return costs.stream().mapToDouble(Cost::wall).toArray();
    }

    /** Returns the sum, since a single turn is short for the clock of the processor time. */
    private static double processor(List<Cost> costs) {
        return costs.stream().mapToDouble(Cost::processor).sum();
    }

    private static Cost cost(Task task) throws Exception {
        long processor = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        Object result = task.run();
        long nanos = System.nanoTime() - start;
        if (result == null) {
            throw new IOException("no result");
        }
        return new Cost(nanos, SYSTEM.getProcessCpuTime() - processor);
    }

    private static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(part * (sorted.length - 1))];
    }
}
