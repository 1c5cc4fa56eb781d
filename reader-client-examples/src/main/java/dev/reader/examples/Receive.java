package dev.reader.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.reader.client.CrawlRequest;
import dev.reader.client.JobWebhook;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.WebhookEventType;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookVerifier;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Crawls a site and stores its pages in a database when the webhook arrives, each exactly once, even if the handler
 * fails or the delivery is lost. Runs against the local Reader and its sample site.
 */
@Command(
        name = "receive",
        description = "Crawls a site and stores its pages in a database when the webhook arrives, each exactly once.",
        sortOptions = false)
public final class Receive implements Callable<Integer> {
    private static final long POLL_INTERVAL_MILLIS = 50;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DATABASE",
            description = "JDBC URL, such as jdbc:postgresql://localhost/app?user=app (default: ${DEFAULT-VALUE})")
    private String database = "jdbc:h2:mem:receive;DB_CLOSE_DELAY=-1";

    @Option(
            names = "--fail-first",
            paramLabel = "N",
            description = "Make the handler fail N times, after half of its inserts (default: ${DEFAULT-VALUE})")
    private int failFirst;

    @Option(names = "--lose-delivery", description = "Drop the webhook delivery")
    private boolean loseDelivery;

    @Option(
            names = "--delivery-id-per-attempt",
            description = "Give each attempt of a delivery its own id, as one document of the API describes")
    private boolean deliveryIdPerAttempt;

    @Option(
            names = "--webhook-pause",
            paramLabel = "MS",
            description = "Pause before the second attempt, in milliseconds (default: ${DEFAULT-VALUE})")
    private long webhookPauseMillis = 1_000;

    @Option(
            names = "--sweep-after",
            paramLabel = "MS",
            description =
                    "Time without a webhook after which the sweep checks the jobs, in milliseconds (default: ${DEFAULT-VALUE})")
    private long sweepAfterMillis = 10_000;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit")
    boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] args) {
        int code = new CommandLine(new Receive()).execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("picocli did not set the spec");
        }
        PrintWriter out = spec.commandLine().getOut();
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(database);
        try (HikariDataSource dataSource = new HikariDataSource(pool);
                LocalReader local = localReader();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey(local.apiKey())
                        .baseUrl(local.baseUrl())
                        .build()) {
            CrawlStore store = new CrawlStore(dataSource);
            store.createTables();
            String secret = UUID.randomUUID().toString();
            StoringHandler handler = new StoringHandler(reader, dataSource, failFirst, out);
            WebhookReceiver receiver =
                    WebhookReceiver.builder(WebhookVerifier.of(secret)).build(dataSource, handler);
            try (WebhookServer server = WebhookServer.start(receiver)) {
                String jobId = submit(reader, store, local.siteUrl(), server.url(), secret);
                out.println("Job " + jobId + " crawls " + local.siteUrl() + " and reports to " + server.url());
                awaitPages(store, handler, jobId, out);
                print(store, jobId, out);
            }
        }
        return 0;
    }

    private LocalReader localReader() {
        LocalReader.Builder builder = LocalReader.builder()
                .webhookPause(Duration.ofMillis(webhookPauseMillis))
                .deliveryIdPerAttempt(deliveryIdPerAttempt)
                .slowPageDelay(Duration.ofMillis(200));
        return (loseDelivery ? builder.fault(Fault.of(Fault.Kind.LOSE_DELIVERY, 1)) : builder).start();
    }

    private static String submit(ReaderClient reader, CrawlStore store, String site, String hook, String secret)
            throws SQLException {
        String idempotencyKey = UUID.randomUUID().toString();
        store.insertCrawl(idempotencyKey);
        CrawlRequest crawl = CrawlRequest.builder(site)
                .maxDepth(3)
                .idempotencyKey(idempotencyKey)
                .webhook(JobWebhook.builder(hook)
                        .events(WebhookEventType.JOB_COMPLETED, WebhookEventType.JOB_FAILED)
                        .secret(secret)
                        .build())
                .build();
        String jobId = reader.createJob(crawl).id();
        store.setJobId(idempotencyKey, jobId);
        return jobId;
    }

    /** Polls the application's own database, as its user interface would, and sweeps if the webhook takes too long. */
    private void awaitPages(CrawlStore store, StoringHandler handler, String jobId, PrintWriter out)
            throws SQLException, InterruptedException {
        long sweepAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(sweepAfterMillis);
        while (store.storedBy(jobId) == null) {
            if (System.nanoTime() - sweepAt >= 0) {
                out.println("No webhook yet: the sweep checks the pending jobs.");
                handler.sweep(store.pendingJobs());
                sweepAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(sweepAfterMillis);
            } else {
                TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MILLIS);
            }
        }
    }

    private static void print(CrawlStore store, String jobId, PrintWriter out) throws SQLException {
        out.println();
        out.println("Pages in the database, stored by the " + store.storedBy(jobId) + ":");
        for (CrawlStore.Row row : store.pages(jobId)) {
            String content = row.error() == null ? row.characters() + " characters" : "failed: " + row.error();
            out.printf("%3d  %-40s  %s%n", row.position(), row.title() == null ? row.url() : row.title(), content);
        }
        out.println("Stored pages: " + store.pages(jobId).size() + ". Processed deliveries: " + store.countDeliveries()
                + ".");
        out.flush();
    }
}
