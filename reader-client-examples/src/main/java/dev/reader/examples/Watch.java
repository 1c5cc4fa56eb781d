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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

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
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private int jobsToEnd;

    private Watch(PrintStream out, int jobsToEnd) {
        this.table = new JobTable(out, Terminal.ofStandardOutput());
        this.jobsToEnd = jobsToEnd;
    }

    public static void main(String[] args) {
        int exitCode = StandardOutput.run(out -> run(System.getenv(), args, out));
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static int run(Map<String, String> environment, String[] args, PrintStream out) {
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
            System.err.println("Failed: " + TerminalText.line(String.valueOf(e.getMessage())));
            return 1;
        }
    }

    private static void watchLocally(PrintStream out) {
        try (LocalReader local = LocalReader.builder().start();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey(local.apiKey())
                        .baseUrl(local.baseUrl())
                        .build()) {
            out.println("READER_API_KEY is not set, so this watches three jobs of a local Reader.");
            out.flush();
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

    private void watch(ReaderClient reader, Runnable afterConnect) {
        try (WorkspaceSubscription subscription = reader.subscribe(new Listener())) {
            connected.join();
            afterConnect.run();
            ended.join();
            table.finish(subscription.isOpen() ? "All jobs have ended." : "The subscription was closed.");
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Called on the subscription's thread, one call at a time. */
    private final class Listener implements WorkspaceListener {
        @Override
        public void onConnected() {
            connected.complete(null);
        }

        @Override
        public void onEvent(WorkspaceEvent event) {
            try {
                table.show(event);
            } catch (OutputException e) {
                ended.completeExceptionally(e);
            }
            boolean isEnd = event instanceof WorkspaceEvent.JobCompleted || event instanceof WorkspaceEvent.JobFailed;
            if (isEnd && --jobsToEnd == 0) {
                ended.complete(null);
            }
        }

        @Override
        public void onEnded(ReaderException cause) {
            connected.completeExceptionally(cause);
            ended.completeExceptionally(cause);
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
