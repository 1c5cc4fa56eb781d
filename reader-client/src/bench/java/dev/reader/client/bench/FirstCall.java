package dev.reader.client.bench;

import dev.reader.client.ReaderClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Compares the first scrape of a fresh JVM with the same call by hand, in processor time: of the call, from before the first
 * class of the client or OkHttp is loaded until the page is there, and of the whole process until then. Programs with the
 * client and by hand alternate. Takes the number of pairs, 20 if it is missing.
 */
public final class FirstCall {
    private static final String URL = "https://example.com/";

    private FirstCall() {}

    /** A program whose only call is made with the client. */
    static final class WithClient {
        private WithClient() {}

        public static void main(String[] args) {
            long begin = processorTime();
            try (ReaderClient reader =
                    ReaderClient.builder().apiKey("rdr_key").baseUrl(args[0]).build()) {
                reader.scrape(URL);
                print(begin);
            }
        }
    }

    /** A program whose only call is made by hand. */
    static final class WithoutClient {
        private WithoutClient() {}

        public static void main(String[] args) throws IOException {
            long begin = processorTime();
            ByHand byHand = new ByHand(args[0]);
            byHand.scrape(URL);
            print(begin);
            byHand.close();
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int pairs = args.length == 0 || args[0].equals(".*") ? 20 : Integer.parseInt(args[0]);
        List<long[]> client = new ArrayList<>();
        List<long[]> byHand = new ArrayList<>();
        try (CheapServer server = new CheapServer(1, 0)) {
            run(WithClient.class, server);
            run(WithoutClient.class, server);
            for (int i = 0; i < pairs; i++) {
                client.add(run(WithClient.class, server));
                byHand.add(run(WithoutClient.class, server));
            }
        }
        report("the call", client, byHand, 0);
        report("the process", client, byHand, 1);
    }

    private static void report(String title, List<long[]> client, List<long[]> byHand, int figure) {
        System.out.printf(
                "%-12s client %s ms, by hand %s ms, ratio %s%n",
                title,
                quartiles(client.stream().mapToDouble(each -> each[figure] / 1e6)),
                quartiles(byHand.stream().mapToDouble(each -> each[figure] / 1e6)),
                quartiles(IntStream.range(0, client.size())
                        .mapToDouble(i -> (double) client.get(i)[figure] / byHand.get(i)[figure])));
    }

    private static String quartiles(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int last = sorted.length - 1;
        return "%.2f (%.2f to %.2f)".formatted(sorted[last / 2], sorted[last / 4], sorted[last * 3 / 4]);
    }

    /** Returns the processor time of the call and of the process, in nanoseconds. */
    private static long[] run(Class<?> program, CheapServer server) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName(), server.url()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(program.getSimpleName() + " failed: " + output);
        }
        return Arrays.stream(output.strip().split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static void print(long begin) {
        long end = processorTime();
        System.out.println((end - begin) + " " + end);
    }

    /** Returns the processor time of the whole process, with compilers and collector, in nanoseconds. */
    private static long processorTime() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
