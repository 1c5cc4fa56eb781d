package dev.reader.examples.desk;

import dev.reader.client.ReaderClient;
import dev.reader.client.webhook.WebhookInbox;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookVerifier;
import dev.reader.examples.ReaderMetrics;
import dev.reader.examples.desk.jobs.DeliveryCounts;
import dev.reader.examples.desk.jobs.DeskListener;
import dev.reader.examples.desk.jobs.DeskTasks;
import dev.reader.examples.desk.jobs.JobDesk;
import dev.reader.examples.desk.jobs.JobWorker;
import dev.reader.examples.desk.jobs.RequestGauge;
import dev.reader.examples.desk.jobs.WebhookRegistration;
import dev.reader.examples.desk.jobs.Workers;
import dev.reader.examples.desk.jobs.WorkspaceLeader;
import dev.reader.examples.desk.live.LiveFeed;
import dev.reader.examples.desk.orders.OrderDesk;
import dev.reader.examples.desk.orders.OrderResults;
import dev.reader.examples.desk.orders.OrdersServlet;
import dev.reader.examples.desk.orders.ResultServlet;
import dev.reader.examples.desk.orders.SignedLinks;
import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.web.Access;
import dev.reader.examples.desk.web.DeskServer;
import dev.reader.examples.desk.web.Views;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.Tier;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of Reader Desk. {@link #start} opens the database, starts the threads of {@link Workers}, {@link DeskTasks},
 * {@link LiveFeed} and {@link DeskTimer}, and the web server; {@link #close} ends them in the reverse order.
 */
public final class Desk implements AutoCloseable {
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);
    /** So that a person can watch the small sample site being read. */
    private static final int SLOW_PAGE_MILLIS = 700;

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final DeskServer server;
    private final Workers workers = new Workers();
    private final DeskTasks tasks;
    private final String url;
    private final @Nullable LocalReader local;

    private Desk(DeskSettings settings) {
        Clock clock = settings.clock;
        String owner = UUID.randomUUID().toString();
        // the step that fails most often comes before there is anything to close
        server = DeskServer.bind(settings.host, settings.port);
        local = settings.apiKey == null ? startLocalReader() : null;
        Database database = open(Database.open(settings.database));
        url = "http://" + (settings.host.contains(":") ? "[" + settings.host + "]" : settings.host) + ":"
                + server.port();
        String publicUrl = settings.publicUrl != null ? settings.publicUrl.toString() : url;
        DeskSecrets secrets = new DeskSecrets(masterSecret(settings));

        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ReaderMetrics metrics = new ReaderMetrics(registry);
        RequestGauge gauge = new RequestGauge(clock);
        ReaderClient reader = reader(settings, new DeskListener(metrics, gauge));

        JobDesk jobs = new JobDesk(database, clock, workers::wake);
        JobWorker worker = new JobWorker(reader, database, clock, owner, new OrderResults(), workers::isStopping);
        DeliveryCounts counts = new DeliveryCounts(metrics);
        WebhookInbox inbox =
                WebhookInbox.builder(database.dataSource()).listener(counts).build();
        WebhookReceiver receiver = WebhookReceiver.builder(WebhookVerifier.of(secrets.webhookSecret()))
                .listener(counts)
                .build(inbox);
        String webhookUrl = publicUrl + "/hooks/reader";
        boolean reachable = settings.publicUrl != null || local != null;
        WebhookRegistration registration = reachable
                ? new WebhookRegistration(reader, webhookUrl, secrets.webhookSecret(), secrets.fingerprint())
                : null;
        DeskTimer timer = new DeskTimer();
        WorkspaceLeader leader = new WorkspaceLeader(
                reader,
                database,
                clock,
                owner,
                workers::wake,
                gauge,
                () -> timer.soon("register the webhook", () -> register(registration)));
        tasks = new DeskTasks(database, reader, inbox, clock, owner, gauge, workers::wake, settings.sampleInterval);

        Views views = new Views();
        LiveFeed feed = new LiveFeed(database, views);
        addMeters(registry, feed, leader, gauge);
        server.addPages(views, database, jobs, feed, gauge, local == null ? "" : local.siteUrl());
        server.addDeliveries(views, database, inbox, receiver, counts, reachable ? webhookUrl : "");
        server.addOperations(database, registry);
        if (settings.ordersKey != null) {
            SignedLinks links = new SignedLinks(secrets.forLinks(), publicUrl, clock);
            OrderDesk orders = new OrderDesk(database, jobs, links, clock);
            server.add("/orders/*", new OrdersServlet(orders, settings.ordersKey));
            server.add("/results/*", new ResultServlet(orders, links));
        }

        // the client is closed before the threads that wait for Reader
        open(workers).start(worker);
        open(tasks).start();
        open(timer);
        open(reader);
        open(leader);
        timer.start(leader, worker, counts, database);
        open(server)
                .start(
                        views,
                        new Access(settings.password, settings.proxyHeader),
                        secrets.forForms(),
                        publicUrl.startsWith("https:"));
        open(feed).start();
    }

    /** Starts an instance. It accepts requests when this method returns. */
    public static Desk start(DeskSettings settings) {
        return new Desk(settings);
    }

    private LocalReader startLocalReader() {
        LocalReader started = LocalReader.builder()
                .tier(Tier.BUSINESS)
                .fault(Fault.of(Fault.Kind.SLOW_PAGE, SLOW_PAGE_MILLIS))
                .slowPageDelay(Duration.ofMillis(SLOW_PAGE_MILLIS))
                .start();
        return open(started);
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    private ReaderClient reader(DeskSettings settings, DeskListener listener) {
        ReaderClient.Builder builder =
                ReaderClient.builder().callTimeout(CALL_TIMEOUT).listener(listener);
        if (local != null) {
            return builder.apiKey(local.apiKey()).baseUrl(local.baseUrl()).build();
        }
        builder.apiKey(String.valueOf(settings.apiKey));
        return settings.apiUrl == null
                ? builder.build()
                : builder.baseUrl(settings.apiUrl).build();
    }

    /** Every instance of a cluster must have the same. The key of a local Reader is not a secret. */
    private static String masterSecret(DeskSettings settings) {
        if (settings.secret != null) {
            return settings.secret;
        }
        if (settings.apiKey != null) {
            return settings.apiKey;
        }
        return DeskSecrets.inFile(Path.of(System.getProperty("user.home"), ".reader-desk", "secret"));
    }

    private static void register(@Nullable WebhookRegistration registration) {
        if (registration != null) {
            registration.ensure();
        }
    }

    private static void addMeters(
            PrometheusMeterRegistry registry, LiveFeed feed, WorkspaceLeader leader, RequestGauge gauge) {
        Gauge.builder("desk.browsers", feed, LiveFeed::connections).register(registry);
        Gauge.builder("desk.leader", leader, it -> it.leads() ? 1 : 0).register(registry);
        Gauge.builder("desk.requests.last_minute", gauge, RequestGauge::used).register(registry);
    }

    /** Returns the address of this instance, without a slash at its end. */
    public String url() {
        return url;
    }

    /** Returns the local Reader, if this desk started one. */
    public @Nullable LocalReader local() {
        return local;
    }

    @Override
    public void close() {
        server.announceStop();
        workers.announceStop();
        tasks.announceStop();
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("can't close a part of the desk", e);
            }
        }
    }
}
