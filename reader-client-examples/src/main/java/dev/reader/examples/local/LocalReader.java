package dev.reader.examples.local;

import dev.reader.examples.local.account.ApiKeyEndpoints;
import dev.reader.examples.local.account.CreditAccount;
import dev.reader.examples.local.account.MeteredScraper;
import dev.reader.examples.local.account.SessionEndpoints;
import dev.reader.examples.local.account.UsageEndpoints;
import dev.reader.examples.local.account.UsageLog;
import dev.reader.examples.local.http.AddressPolicy;
import dev.reader.examples.local.http.ApiServlet;
import dev.reader.examples.local.http.LocalHttpServer;
import dev.reader.examples.local.http.Routes;
import dev.reader.examples.local.http.SlidingWindowLimiter;
import dev.reader.examples.local.http.ThreadPools;
import dev.reader.examples.local.http.UrlPolicy;
import dev.reader.examples.local.jobs.JobApi;
import dev.reader.examples.local.scrape.BrowserProxy;
import dev.reader.examples.local.scrape.Chromium;
import dev.reader.examples.local.scrape.PageScraper;
import dev.reader.examples.local.webhook.WebhookDeliverer;
import dev.reader.examples.local.webhook.WebhookEndpoints;
import dev.reader.examples.local.webhook.WebhookPublisher;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Serves the Reader API on localhost, and a small sample site to read.
 *
 * <p>The local Reader does real work: it fetches pages over HTTP, converts them to Markdown and follows links. Jobs run
 * in the background, and limits, credits and errors are those of the API. It does not get past bot detection, and it
 * runs a page's JavaScript only for a screenshot. It keeps its state in memory and loses it when it is closed.
 *
 * <pre>{@code
 * try (LocalReader reader = LocalReader.start()) {
 *   // POST reader.baseUrl() + "/v1/read" with x-api-key: reader.apiKey() and {"url": reader.siteUrl()}
 * }
 * }</pre>
 */
public final class LocalReader implements AutoCloseable {
    /** The API key if no other is set. It is not a secret. */
    public static final String DEMO_KEY = "rdr_local_3f9c1b7e5d2a4860";

    /** The delay of the last result of a job with {@link Habit#RESULTS_LAG}. */
    public static final Duration RESULTS_LAG = Duration.ofSeconds(1);

    private final ThreadPools threads = new ThreadPools();
    private final SampleSite site;
    private final Faults faults;
    private final JobApi jobs;
    private final SessionEndpoints sessions;
    private final BrowserProxy proxy;
    private final Chromium chromium;
    private final PageScraper scraper;
    private final AddressPolicy addresses;
    private final LocalHttpServer server;
    private final String apiKey;

    private LocalReader(Builder builder) {
        Clock clock = builder.clock;
        apiKey = builder.apiKey;
        site = new SampleSite(builder.slowPageDelay);
        faults = new Faults(builder.faults);
        int credits = builder.credits == null ? builder.tier.monthlyCredits() : builder.credits;
        WebhookEndpoints webhooks = new WebhookEndpoints(clock, builder.habits.contains(Habit.SECRET_FIXED));
        WebhookPublisher publisher = new WebhookPublisher(
                webhooks, new WebhookDeliverer(threads, clock, faults::take, builder.webhookSettings()));
        CreditAccount account =
                new CreditAccount(builder.tier.wireName(), credits, clock, low -> publisher.publish("credit.low", low));
        addresses = new AddressPolicy(builder.privateNetworks, builder.blockedHosts);
        UrlPolicy policy = new UrlPolicy(Set.copyOf(builder.blockedHosts), addresses);
        proxy = new BrowserProxy(threads.io(), policy, builder.dns);
        chromium = new Chromium(builder.chromium, proxy, threads);
        UsageLog usage = new UsageLog(clock);
        scraper = new PageScraper(threads.io(), policy, faults::take, chromium, clock, builder.dns);
        MeteredScraper meteredScraper = new MeteredScraper(scraper, account, usage);

        Routes routes = new Routes();
        jobs = new JobApi(meteredScraper, policy, publisher, faults::take, threads, clock, builder.jobSettings());
        jobs.addTo(routes);
        webhooks.addTo(routes);
        sessions = new SessionEndpoints(chromium, account, publisher, clock, threads);
        sessions.addTo(routes);
        new UsageEndpoints(account, usage, sessions).addTo(routes);
        ApiKeyEndpoints keys = new ApiKeyEndpoints(apiKey, clock, builder.habits.contains(Habit.KEYS_IN_DASHBOARD));
        keys.addTo(routes);
        SlidingWindowLimiter limiter = new SlidingWindowLimiter(builder.tier.requestsPerMinute(), clock);
        server = new LocalHttpServer(
                new ApiServlet(routes, keys::authenticate, limiter, faults::take, builder.habits()),
                builder.port,
                new SiteServlet(site, threads),
                builder.sitePort,
                sessions::connect);
    }

    /** Starts a local Reader with the defaults: no limits, free ports, no faults and no habits. */
    public static LocalReader start() {
        return builder().start();
    }

    /** Returns a builder. No port is opened before {@link Builder#start}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the base URL of the API, without a slash at its end. */
    public String baseUrl() {
        return server.apiUrl();
    }

    /** Returns the URL of the sample site's first page; it ends with a slash. */
    public String siteUrl() {
        return site.url();
    }

    /** Returns the API key. */
    public String apiKey() {
        return apiKey;
    }

    /** Returns the sample site, whose pages can be changed. */
    public SampleSite site() {
        return site;
    }

    /** Returns the faults, which can be changed while the local Reader runs. */
    public Faults faults() {
        return faults;
    }

    /**
     * Returns the number of event streams that the server considers open. It notices that a client disconnected at the
     * next event or ping.
     */
    public int openStreams() {
        return jobs.openStreams();
    }

    /** Stops the server, ends every thread and drops all jobs. */
    @Override
    public void close() {
        chromium.close();
        proxy.close();
        sessions.close();
        scraper.close();
        threads.close();
        server.close();
    }

    private LocalReader open() {
        try {
            server.start();
        } catch (RuntimeException e) {
            threads.close();
            throw e;
        }
        site.started(server.siteUrl());
        server.allowSite(addresses);
        return this;
    }

    /** Configures and starts a local Reader. */
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
        private final Set<Habit> habits = EnumSet.noneOf(Habit.class);
        private boolean privateNetworks;
        private Dns dns = Dns.SYSTEM;
        private Duration webhookPause = Duration.ofSeconds(1);
        private Duration webhookTimeout = Duration.ofSeconds(10);
        private @Nullable Path chromium = Chromium.find();

        private Builder() {}

        /** Sets the port of the API; 0, the default, selects a free port. */
        public Builder port(int newPort) {
            port = checkPort(newPort);
            return this;
        }

        /** Sets the port of the sample site; 0, the default, selects a free port. */
        public Builder sitePort(int newPort) {
            sitePort = checkPort(newPort);
            return this;
        }

        /** Sets the limits; {@link Tier#NONE} by default. */
        public Builder tier(Tier newTier) {
            tier = newTier;
            return this;
        }

        /** Sets the credits of a month, instead of those of the tier. */
        public Builder credits(int newCredits) {
            credits = requireNonNegative("credits", newCredits);
            return this;
        }

        /** Sets the API key; {@link #DEMO_KEY} by default. */
        public Builder apiKey(String newKey) {
            if (newKey.isBlank()) {
                throw new IllegalArgumentException("apiKey must not be blank");
            }
            apiKey = newKey;
            return this;
        }

        /**
         * Sets the clock for rate limits, the cache, idempotency keys and credits. Fetching and pings use real time.
         */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /** Sets the response time of the sample site's slow page; two seconds by default. */
        public Builder slowPageDelay(Duration delay) {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("delay must not be negative: " + delay);
            }
            slowPageDelay = delay;
            return this;
        }

        /** Sets the interval of the pings of a stream; 30 seconds by default. */
        public Builder pingInterval(Duration interval) {
            if (interval.toMillis() < 1) {
                throw new IllegalArgumentException("interval must be at least one millisecond: " + interval);
            }
            pingInterval = interval;
            return this;
        }

        /** Adds a habit: another reading of the API than the documented one. */
        public Builder habit(Habit habit) {
            habits.add(habit);
            return this;
        }

        /**
         * Allows pages on this machine and in private networks, such as a site that a test serves. By default, they
         * fail with {@code url_blocked}, as they do on the service; only the sample site can be read.
         */
        public Builder allowPrivateNetworks() {
            privateNetworks = true;
            return this;
        }

        /** Resolves the names of hosts. For tests of this package. */
        Builder dns(Dns newDns) {
            dns = newDns;
            return this;
        }

        /**
         * Sets the pause before the second attempt of a delivery, one second by default. The next pause is four times
         * as long.
         */
        public Builder webhookPause(Duration pause) {
            if (pause.isNegative()) {
                throw new IllegalArgumentException("pause must not be negative: " + pause);
            }
            webhookPause = pause;
            return this;
        }

        /** Sets the time limit for the response of a webhook receiver; ten seconds by default. */
        public Builder webhookTimeout(Duration timeout) {
            if (timeout.toMillis() < 1) {
                throw new IllegalArgumentException("timeout must be at least one millisecond: " + timeout);
            }
            webhookTimeout = timeout;
            return this;
        }

        /** Sets or removes {@link Habit#DELIVERY_ID_PER_ATTEMPT}. */
        public Builder deliveryIdPerAttempt(boolean perAttempt) {
            if (perAttempt) {
                habits.add(Habit.DELIVERY_ID_PER_ATTEMPT);
            } else {
                habits.remove(Habit.DELIVERY_ID_PER_ATTEMPT);
            }
            return this;
        }

        /** Sets the browser for sessions and screenshots; by default the Chromium or Chrome on the search path. */
        public Builder chromium(Path program) {
            chromium = program;
            return this;
        }

        /** Disables the browser even if one is installed: sessions and screenshots fail with 502. */
        public Builder withoutChromium() {
            chromium = null;
            return this;
        }

        /**
         * Blocks a host with {@code url_blocked}, in addition to those that are always blocked. An address is blocked
         * in every notation, and for every name that resolves to it.
         */
        public Builder blockHost(String host) {
            blockedHosts.add(host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", ""));
            return this;
        }

        /** Adds a fault that is active from the start. */
        public Builder fault(Fault fault) {
            faults.add(fault);
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws java.io.UncheckedIOException if a port is in use
         */
        public LocalReader start() {
            return new LocalReader(this).open();
        }

        private WebhookDeliverer.Settings webhookSettings() {
            return new WebhookDeliverer.Settings(
                    webhookPause, webhookTimeout, habits.contains(Habit.DELIVERY_ID_PER_ATTEMPT));
        }

        private JobApi.Settings jobSettings() {
            return new JobApi.Settings(tier.activeJobs(), pingInterval, habits());
        }

        private Set<Habit> habits() {
            return Set.copyOf(habits);
        }

        private static int checkPort(int port) {
            if (port < 0 || port > MAX_PORT) {
                throw new IllegalArgumentException("port must be from 0 to " + MAX_PORT + ": " + port);
            }
            return port;
        }

        private static int requireNonNegative(String name, int value) {
            if (value < 0) {
                throw new IllegalArgumentException(name + " must not be negative: " + value);
            }
            return value;
        }
    }
}
