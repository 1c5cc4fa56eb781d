package dev.reader.client.bench;

import dev.reader.client.ReaderClient;
import dev.reader.client.model.Page;
import java.io.IOException;
import java.nio.file.Path;

/** Finds the smallest heap in which all results of a job can be iterated, for jobs of increasing size. */
public final class SmallestHeap {
    private static final int STEP_MEGABYTES = 4;

    private SmallestHeap() {}

    /** The program that runs in the small heap. */
    static final class Iteration {
        private Iteration() {}

        public static void main(String[] args) {
            try (ReaderClient reader =
                    ReaderClient.builder().apiKey("rdr_key").baseUrl(args[0]).build()) {
                long pages = 0;
                for (Page page : reader.jobResults("job_1")) {
                    pages += page.failed() ? 0 : 1;
                }
                if (pages != Long.parseLong(args[1])) {
                    throw new IllegalStateException("only " + pages + " pages");
                }
            }
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.println("pages   content MB   smallest -Xmx MB");
        for (int pages : new int[] {500, 1_000, 2_000, 4_000, 8_000}) {
            try (CheapServer server = new CheapServer(pages, 0)) {
                int heap = 16;
                while (!fits(server, pages, heap)) {
                    heap += STEP_MEGABYTES;
                }
                System.out.printf("%5d   %10d   %16d%n", pages, pages / 20, heap);
            }
        }
    }

    private static boolean fits(CheapServer server, int pages, int heap) throws IOException, InterruptedException {
        return new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx" + heap + "m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Iteration.class.getName(),
                                server.url(),
                                String.valueOf(pages))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
