package dev.reader.examples.local;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Reader API on localhost, with a small site to read beside it.
 *
 * <p>It is real where it matters: pages are fetched over HTTP and turned into Markdown, links are followed, jobs run on
 * threads of their own, and limits, credits and errors are those of the API. It does not get past anybody's bot
 * detection, and a page's JavaScript runs only for a screenshot. Everything is forgotten when it is closed.
 *
 * <pre>{@code
 * try (LocalReader reader = LocalReader.builder().tier(Tier.FREE).start()) {
 *   // POST reader.baseUrl() + "/v1/read" with x-api-key: reader.apiKey() and {"url": reader.siteUrl()}
 * }
 * }</pre>
 */
public final class LocalReader implements AutoCloseable {
    /** The key that opens the API when no other is set. It is no secret. */
    public static final String DEMO_KEY = "rdr_local_3f9c1b7e5d2a4860";

    private static final int KEPT_EVENTS = 10_000;

    private final Threads threads = new Threads();
    private final SampleSite site;
    private final Faults faults;
    private final StreamEndpoints streams;
    private final Sessions sessions;
    private final HttpServer server;
    private final String apiKey;

    private LocalReader(Builder builder) {
        Clock clock = builder.clock;
        apiKey = builder.apiKey;
        site = new SampleSite(builder.slowPageDelay);
        faults = new Faults(builder.faults);
        int credits = builder.credits == null ? builder.tier.monthlyCredits() : builder.credits;
        Webhooks webhooks = new Webhooks(clock);
        WebhookEvents webhookEvents =
                new WebhookEvents(webhooks, new WebhookDeliverer(threads, clock, faults, builder.webhookSettings()));
        Account account = new Account(builder.tier, credits, clock, low -> webhookEvents.publish("credit.low", low));
        UrlPolicy policy = new UrlPolicy(Set.copyOf(builder.blockedHosts));
        Fetcher fetcher = new Fetcher(threads.io(), policy, faults);
        Chromium chromium = new Chromium(builder.chromium, threads);
        UsageLog usage = new UsageLog(clock);
        Reading reading = new Reading(new PageScraper(fetcher, chromium, new PageCache(clock), clock), account, usage);
        EventLog workspace = new EventLog(KEPT_EVENTS);
        List<JobObserver> observers = List.of(new WorkspaceEvents(workspace), webhookEvents);
        JobEngine engine = new JobEngine(reading, builder.tier, clock, faults, threads.workers(), observers);

        Routes routes = new Routes();
        new ReadEndpoints(reading, engine, new IdempotencyStore(clock), policy).addTo(routes);
        streams = new StreamEndpoints(engine, workspace, faults, threads, builder.pingInterval, builder.replay);
        streams.addTo(routes);
        webhooks.addTo(routes);
        sessions = new Sessions(chromium, account, webhookEvents, clock, threads);
        sessions.addTo(routes);
        new AccountEndpoints(account, usage, engine).addTo(routes);
        ApiKeys keys = new ApiKeys(apiKey, clock);
        keys.addTo(routes);
        RateLimiter limiter = new RateLimiter(builder.tier.requestsPerMinute(), clock);
        server = new HttpServer(
                new ApiServlet(routes, keys, limiter, faults),
                builder.port,
                new SiteServlet(site, threads),
                builder.sitePort);
    }

    /** Makes a local Reader; nothing is opened before {@link Builder#start}. */
    public static Builder builder() {
        return new Builder();
    }

    /** The API's base URL, without a slash at its end. */
    public String baseUrl() {
        return server.apiUrl();
    }

    /** The sample site's first page, ending in a slash. */
    public String siteUrl() {
        return site.url();
    }

    /** The key that opens the API. */
    public String apiKey() {
        return apiKey;
    }

    /** The sample site, whose moods can be set. */
    public SampleSite site() {
        return site;
    }

    /** What goes wrong on purpose. */
    public Faults faults() {
        return faults;
    }

    /**
     * How many event streams are open, as far as the server knows: that a client has left it notices at the next event
     * or ping.
     */
    public int openStreams() {
        return streams.open();
    }

    /** Stops serving, ends every thread and drops all jobs. */
    @Override
    public void close() {
        sessions.close();
        threads.close();
        server.close();
    }

    private LocalReader start() {
        try {
            server.start();
        } catch (RuntimeException e) {
            threads.close();
            throw e;
        }
        site.started(server.siteUrl());
        return this;
    }

    /** How a local Reader is set up. */
    public static final class Builder {
        private static final int MAX_PORT = 65_535;

        private final Set<String> blockedHosts = new HashSet<>();
        private final List<Fault> faults = new ArrayList<>();
        private int port;
        private int sitePort;
        private Tier tier = Tier.NONE;
        private @Nullable Integer credits;
        private String apiKey = DEMO_KEY;
        private Clock clock = Clock.systemUTC();
        private Duration slowPageDelay = Duration.ofSeconds(2);

        private Duration pingInterval = Duration.ofSeconds(30);
        private boolean replay = true;
        private Duration webhookPause = Duration.ofSeconds(1);
        private Duration webhookTimeout = Duration.ofSeconds(10);
        private boolean deliveryIdPerAttempt;
        private @Nullable Path chromium = Chromium.find();

        private Builder() {}

        /** The API's port; 0, the default, takes a free one. */
        public Builder port(int newPort) {
            port = checkPort(newPort);
            return this;
        }

        /** The sample site's port; 0, the default, takes a free one. */
        public Builder sitePort(int newPort) {
            sitePort = checkPort(newPort);
            return this;
        }

        /** The limits; {@link Tier#NONE} by default. */
        public Builder tier(Tier newTier) {
            tier = newTier;
            return this;
        }

        /** The month's credits, where they are to be other than the tier's. */
        public Builder credits(int newCredits) {
            credits = atLeastZero("credits", newCredits);
            return this;
        }

        /** The key that opens the API; {@link #DEMO_KEY} by default. */
        public Builder apiKey(String newKey) {
            if (newKey.isBlank()) {
                throw new IllegalArgumentException("apiKey is blank");
            }
            apiKey = newKey;
            return this;
        }

        /** The clock of rate window, cache, idempotency keys and credits. Fetching and pings go by real time. */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /** How long the sample site's slow page takes; two seconds by default. */
        public Builder slowPageDelay(Duration delay) {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("delay is negative: " + delay);
            }
            slowPageDelay = delay;
            return this;
        }

        /** How often a stream says that it is alive; every 30 seconds by default. */
        public Builder pingInterval(Duration interval) {
            if (interval.toMillis() < 1) {
                throw new IllegalArgumentException("interval is less than a millisecond: " + interval);
            }
            pingInterval = interval;
            return this;
        }

        /**
         * Whether a job's stream begins with what has happened before it was opened, as it does by default, or with what
         * happens next. The API leaves that open.
         */
        public Builder replay(boolean newReplay) {
            replay = newReplay;
            return this;
        }

        /** The pause before the second attempt of a delivery, one second by default; the next is four times as long. */
        public Builder webhookPause(Duration pause) {
            if (pause.isNegative()) {
                throw new IllegalArgumentException("pause is negative: " + pause);
            }
            webhookPause = pause;
            return this;
        }

        /** How long a receiver may take to answer; ten seconds by default. */
        public Builder webhookTimeout(Duration timeout) {
            if (timeout.toMillis() < 1) {
                throw new IllegalArgumentException("timeout is less than a millisecond: " + timeout);
            }
            webhookTimeout = timeout;
            return this;
        }

        /**
         * Whether each attempt of a delivery has an id of its own; by default they share one. The documents of the API
         * say both.
         */
        public Builder deliveryIdPerAttempt(boolean perAttempt) {
            deliveryIdPerAttempt = perAttempt;
            return this;
        }

        /** The browser for sessions and screenshots; by default the Chromium or Chrome on the search path. */
        public Builder chromium(Path program) {
            chromium = program;
            return this;
        }

        /** Does without a browser even where there is one: sessions and screenshots are answered with 502. */
        public Builder withoutChromium() {
            chromium = null;
            return this;
        }

        /** A host that is answered with {@code url_blocked}, beside those that always are. */
        public Builder blockHost(String host) {
            blockedHosts.add(host.toLowerCase(Locale.ROOT));
            return this;
        }

        /** A fault that is switched on from the start. */
        public Builder fault(Fault fault) {
            faults.add(fault);
            return this;
        }

        /**
         * Starts to serve.
         *
         * @throws java.io.UncheckedIOException if a port is taken
         */
        public LocalReader start() {
            return new LocalReader(this).start();
        }

        private WebhookDeliverer.Settings webhookSettings() {
            return new WebhookDeliverer.Settings(webhookPause, webhookTimeout, deliveryIdPerAttempt);
        }

        private static int checkPort(int port) {
            if (port < 0 || port > MAX_PORT) {
                throw new IllegalArgumentException("port is not from 0 to " + MAX_PORT + ": " + port);
            }
            return port;
        }

        private static int atLeastZero(String name, int value) {
            if (value < 0) {
                throw new IllegalArgumentException(name + " is negative: " + value);
            }
            return value;
        }
    }
}
