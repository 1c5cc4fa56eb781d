package dev.reader.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.reader.client.JobWebhook;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.WebhookEventType;
import dev.reader.client.webhook.TransactionHandler;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookVerifier;
import dev.reader.examples.batch.Order;
import dev.reader.examples.batch.ReliableBatches;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
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
            description = "Make the handler fail N times, after its inserts (default: ${DEFAULT-VALUE})")
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
            String secret = UUID.randomUUID().toString();
            try (WebhookServer server = WebhookServer.bind()) {
                JobWebhook webhook = JobWebhook.builder(server.url())
                        .events(WebhookEventType.JOB_COMPLETED, WebhookEventType.JOB_FAILED)
                        .secret(secret)
                        .build();
                ReliableBatches batches = new ReliableBatches(reader, dataSource, webhook, Clock.systemUTC());
                batches.createTables();
                server.start(WebhookReceiver.builder(WebhookVerifier.of(secret))
                        .build(dataSource, failing(batches::handle, out)));
                String orderId = UUID.randomUUID().toString();
                batches.orderCrawl(orderId, local.siteUrl());
                out.println("Order " + orderId + " crawls " + local.siteUrl() + "; its job reports to " + server.url());
                awaitPages(batches, orderId, out);
                print(dataSource, batches, orderId, out);
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

    /** Makes the handler fail as often as the user wants, after all of its changes. */
    private TransactionHandler failing(TransactionHandler handler, PrintWriter out) {
        AtomicInteger failuresLeft = new AtomicInteger(failFirst);
        return (connection, event) -> {
            out.println("Received a delivery of " + event.type() + ".");
            handler.handle(connection, event);
            if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                out.println("The handler fails deliberately after its inserts.");
                throw new IllegalStateException("deliberate failure");
            }
        };
    }

    /** Polls the application's own database, as its user interface would, and sweeps if the webhook takes too long. */
    private void awaitPages(ReliableBatches batches, String orderId, PrintWriter out)
            throws SQLException, InterruptedException {
        long sweepAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(sweepAfterMillis);
        while (order(batches, orderId).storedBy() == null) {
            if (System.nanoTime() - sweepAt >= 0) {
                out.println("No webhook yet: the sweep checks the open orders.");
                batches.sweep();
                sweepAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(sweepAfterMillis);
            } else {
                TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MILLIS);
            }
        }
    }

    private static Order order(ReliableBatches batches, String orderId) throws SQLException {
        Order order = batches.find(orderId)
                .orElseThrow(() -> new IllegalStateException("order " + orderId + " has disappeared"));
        if (order.state().isDeadLetter()) {
            throw new IllegalStateException("order " + orderId + " is " + order.state() + ": " + order.detail());
        }
        return order;
    }

    private static void print(DataSource dataSource, ReliableBatches batches, String orderId, PrintWriter out)
            throws SQLException {
        Order order = order(batches, orderId);
        out.println();
        out.println("Pages in the database, stored by the " + order.storedBy() + ":");
        int pages = 0;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement find = connection.prepareStatement(
                        "SELECT position, COALESCE(title, url), CHAR_LENGTH(markdown), error FROM batch_page"
                                + " WHERE order_id = ? ORDER BY position")) {
            find.setString(1, orderId);
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    pages++;
                    String error = row.getString(4);
                    String content = error == null ? row.getInt(3) + " characters" : "failed: " + error;
                    out.printf("%3d  %-40s  %s%n", row.getInt(1), row.getString(2), content);
                }
            }
        }
        out.println("Stored pages: " + pages + ". State of the order: " + order.state() + ".");
        out.flush();
    }
}
