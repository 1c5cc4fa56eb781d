package dev.reader.client.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.reader.client.testing.PostgresServer;
import dev.reader.client.webhook.JdbcDeliveryLog;
import dev.reader.client.webhook.ReaderWebhookServlet;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookSigner;
import dev.reader.client.webhook.WebhookVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Deliveries per second of the servlet on Jetty, sent from the same machine over persistent connections. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
@Threads(8)
public class WebhookServletBenchmark {
    private static final String SECRET = "a secret of the benchmark";
    private static final byte[] BODY =
            ("{\"jobId\":\"job_1\",\"filler\":\"" + "x".repeat(995) + "\"}").getBytes(StandardCharsets.UTF_8);

    /** The delivery log: in memory without an effect, or durable in PostgreSQL with an inserted row as the effect. */
    @Param({"memory", "postgresql"})
    String log;

    private final HttpClient client = HttpClient.newHttpClient();
    private Server jetty;
    private URI uri;
    private PostgresServer postgres;
    private HikariDataSource pool;

    /** Starts Jetty, and PostgreSQL if required. */
    @Setup
    public void start() throws Exception {
        jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        WebhookVerifier verifier = WebhookVerifier.of(SECRET);
        WebhookReceiver receiver =
                log.equals("memory") ? WebhookReceiver.of(verifier, event -> {}) : onPostgres(verifier);
        context.addServlet(new ServletHolder(new ReaderWebhookServlet(receiver)), "/hooks");
        jetty.setHandler(context);
        jetty.start();
        uri = URI.create("http://localhost:" + connector.getLocalPort() + "/hooks");
    }

    private WebhookReceiver onPostgres(WebhookVerifier verifier) throws IOException, SQLException {
        postgres = PostgresServer.start(true);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.url());
        config.setMaximumPoolSize(8);
        pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            JdbcDeliveryLog.createTable(connection);
            statement.execute("CREATE TABLE effect (delivery TEXT NOT NULL)");
        }
        return WebhookReceiver.builder(verifier).build(pool, (connection, event) -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO effect VALUES (?)")) {
                insert.setString(1, event.deliveryId());
                insert.executeUpdate();
            }
        });
    }

    /** Stops Jetty, and PostgreSQL if it runs. */
    @TearDown
    public void stop() throws Exception {
        jetty.stop();
        if (postgres != null) {
            pool.close();
            postgres.close();
        }
    }

    /** Signs and sends a delivery of 1 KB with a unique id, and waits for the response. */
    @Benchmark
    public int delivery() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(BODY));
        WebhookSigner.headers(
                        SECRET,
                        Instant.now(),
                        "job.completed",
                        UUID.randomUUID().toString(),
                        BODY)
                .forEach(request::setHeader);
        int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status != 200) {
            throw new IllegalStateException("unexpected status " + status);
        }
        return status;
    }
}
