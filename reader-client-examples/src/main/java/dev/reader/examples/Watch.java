package dev.reader.examples;

import dev.reader.client.BatchRequest;
import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.WorkspaceListener;
import dev.reader.client.WorkspaceSubscription;
import dev.reader.client.error.ReaderException;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.examples.local.LocalReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Watches a workspace: shows a table of its jobs that updates until Ctrl-C.
 *
 * <p>Runs against the real service if {@code READER_API_KEY} is set. The optional argument is the number of jobs that
 * must end before the program stops. Without the key, the program starts three jobs on a local Reader and stops when
 * they have ended.
 */
public final class Watch {
    private static final int LOCAL_JOBS = 3;

    private final JobTable table;
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch ends;

    private Watch(PrintStream out, int jobsToEnd) {
        this.table = Terminal.attached() ? JobTable.inPlace(out) : JobTable.lineByLine(out);
        this.ends = new CountDownLatch(jobsToEnd);
    }

    public static void main(String[] args) throws InterruptedException {
        int exitCode = run(System.getenv(), args, System.out);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static int run(Map<String, String> environment, String[] args, PrintStream out) throws InterruptedException {
        String key = environment.get("READER_API_KEY");
        try {
            if (key == null || key.isBlank()) {
                watchLocally(out);
            } else {
                int jobsToEnd = args.length > 0 ? Integer.parseInt(args[0]) : Integer.MAX_VALUE;
                try (ReaderClient reader = ReaderClient.fromEnvironment()) {
                    new Watch(out, jobsToEnd).watch(reader, () -> {});
                }
            }
            return 0;
        } catch (ReaderException | IllegalArgumentException e) {
            System.err.println("Failed: " + e.getMessage());
            return 1;
        }
    }

    private static void watchLocally(PrintStream out) throws InterruptedException {
        try (LocalReader local = LocalReader.builder().start();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey(local.apiKey())
                        .baseUrl(local.baseUrl())
                        .build()) {
            out.println("READER_API_KEY is not set, so this watches three jobs of a local Reader.");
            new Watch(out, LOCAL_JOBS).watch(reader, () -> {
                reader.createJob(BatchRequest.of(local.siteUrl()));
                reader.createJob(
                        CrawlRequest.builder(local.siteUrl()).maxPages(5).build());
                reader.createJob(CrawlRequest.builder(local.siteUrl())
                        .maxDepth(3)
                        .maxPages(20)
                        .build());
            });
        }
    }

    private void watch(ReaderClient reader, Runnable afterConnect) throws InterruptedException {
        try (WorkspaceSubscription subscription = reader.subscribe(new Listener())) {
            connected.await();
            afterConnect.run();
            ends.await();
            table.print(subscription.isOpen() ? "All jobs have ended." : "The subscription was closed.");
        }
    }

    /** Called on the subscription's thread, one call at a time. */
    private final class Listener implements WorkspaceListener {
        @Override
        public void onConnected() {
            connected.countDown();
        }

        @Override
        public void onEvent(WorkspaceEvent event) {
            table.show(event);
            if (event instanceof WorkspaceEvent.JobCompleted || event instanceof WorkspaceEvent.JobFailed) {
                ends.countDown();
            }
        }

        @Override
        public void onDisconnected(ReaderException cause) {
            table.print("Disconnected, reconnecting: " + cause.getMessage());
        }

        @Override
        public void onRecovered(Duration gap) {
            table.print("Reconnected after " + gap.toMillis() + " ms; nothing was missed.");
        }
    }
}
