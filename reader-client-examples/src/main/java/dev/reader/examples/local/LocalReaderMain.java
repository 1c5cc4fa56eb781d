package dev.reader.examples.local;

import dev.reader.examples.local.http.JsonNodes;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs the local Reader until it is stopped, for any client, including curl.
 *
 * <pre>{@code
 * ./mvnw -q -pl reader-client-examples -am compile exec:java \
 *   -Dexec.mainClass=dev.reader.examples.local.LocalReaderMain -Dexec.args="--port 3456 --tier free"
 * }</pre>
 */
@Command(
        name = "local-reader",
        version = "local-reader, part of the examples of reader-client",
        description = "Serves the Reader API on localhost, and a small sample site to read.",
        footer = {"", "Example:", "  reader serve-local --tier free --fault cut-stream:5"},
        sortOptions = false)
public final class LocalReaderMain implements Callable<Integer> {
    private static final long STOP_MILLIS = 1_000;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of the API; 0 selects a free port (default: ${DEFAULT-VALUE})")
    private int port = 3456;

    @Option(
            names = "--site-port",
            paramLabel = "PORT",
            description = "Port of the sample site; 0 selects a free port (default: ${DEFAULT-VALUE})")
    private int sitePort = 3457;

    @Option(
            names = "--tier",
            paramLabel = "TIER",
            completionCandidates = TierNames.class,
            description = "Limits that apply: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Tier tier = Tier.NONE;

    @Option(names = "--credits", paramLabel = "N", description = "Credits per month (default: the tier's)")
    private @Nullable Integer credits;

    @Option(names = "--api-key", paramLabel = "KEY", description = "API key (default: ${DEFAULT-VALUE})")
    private String apiKey = LocalReader.DEMO_KEY;

    @Option(
            names = "--slow-page",
            paramLabel = "MS",
            description = "Response time of the site's slow page, in milliseconds (default: ${DEFAULT-VALUE})")
    private long slowPageMillis = 2_000;

    @Option(
            names = "--ping-interval",
            paramLabel = "MS",
            description = "Interval of the pings of a stream, in milliseconds (default: ${DEFAULT-VALUE})")
    private long pingMillis = 30_000;

    @Option(
            names = "--webhook-pause",
            paramLabel = "MS",
            description = "Pause before the second attempt of a delivery, in milliseconds (default: ${DEFAULT-VALUE})")
    private long webhookPauseMillis = 1_000;

    @Option(names = "--allow-private", description = "Read pages on this machine and in private networks as well")
    private boolean allowPrivate = false;

    @Option(
            names = "--block-host",
            paramLabel = "HOST",
            description = "Host whose pages fail with url_blocked; repeatable")
    private List<String> blockedHosts = new ArrayList<>();

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            converter = FaultConverter.class,
            description = "Fault to inject, as kind[:number][xTIMES][@/path], for example cut-stream:5 or"
                    + " rate-limit:3@/v1/jobs; repeatable. Kinds: ${COMPLETION-CANDIDATES}",
            completionCandidates = FaultKinds.class)
    private List<Fault> faults = new ArrayList<>();

    @Option(
            names = "--habit",
            paramLabel = "HABIT",
            converter = HabitConverter.class,
            description = "Choose another reading where the API's documents leave a choice; repeatable."
                    + " Habits: ${COMPLETION-CANDIDATES}",
            completionCandidates = HabitNames.class)
    private List<Habit> habits = new ArrayList<>();

    @Option(names = "--json", description = "Print the addresses and the key as JSON")
    private boolean json = false;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit")
    boolean version;

    @Spec
    private @Nullable CommandSpec spec;

    /** Serves until the process is stopped. */
    public static void main(String[] args) {
        int code = commandLine().execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new LocalReaderMain()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = commandLine(spec).getOut();
        try (LocalReader reader = builder().start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(reader), "local-reader-stop"));
            out.println(json ? jsonBanner(reader) : banner(reader));
            out.flush();
            awaitStop();
            return 0;
        } catch (UncheckedIOException e) {
            commandLine(spec)
                    .getErr()
                    .println("can't start the local Reader: " + e.getMessage()
                            + " (--port and --site-port select other ports)");
            return 1;
        }
    }

    /** Closes the local Reader, and lets the process exit after a second even if something does not end. */
    private static void stop(LocalReader reader) {
        Thread closing = new Thread(reader::close, "local-reader-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LocalReader.Builder builder() {
        try {
            LocalReader.Builder builder = LocalReader.builder()
                    .port(port)
                    .sitePort(sitePort)
                    .tier(tier)
                    .apiKey(apiKey)
                    .slowPageDelay(Duration.ofMillis(slowPageMillis))
                    .pingInterval(Duration.ofMillis(pingMillis))
                    .webhookPause(Duration.ofMillis(webhookPauseMillis));
            if (credits != null) {
                builder.credits(credits);
            }
            blockedHosts.forEach(builder::blockHost);
            faults.forEach(builder::fault);
            habits.forEach(builder::habit);
            if (allowPrivate) {
                builder.allowPrivateNetworks();
            }
            return builder;
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(commandLine(spec), e.getMessage());
        }
    }

    private static String jsonBanner(LocalReader reader) {
        return JsonNodes.object()
                .put("apiUrl", reader.baseUrl())
                .put("apiKey", reader.apiKey())
                .put("siteUrl", reader.siteUrl())
                .toString();
    }

    private static String banner(LocalReader reader) {
        return """
                The local Reader is running.
                  API    %s
                  key    %s
                  site   %s

                Try it:
                  curl -s %s/v1/read -H 'x-api-key: %s' -H 'content-type: application/json' -d '{"url":"%s"}'

                Press Ctrl-C to stop it.""".formatted(
                        reader.baseUrl(),
                        reader.apiKey(),
                        reader.siteUrl(),
                        reader.baseUrl(),
                        reader.apiKey(),
                        reader.siteUrl());
    }

    private static void awaitStop() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private static CommandLine commandLine(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("picocli did not set the spec");
        }
        return spec.commandLine();
    }

    private static final class TierNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Tier.values()).map(Tier::wireName).iterator();
        }
    }

    private static final class FaultKinds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Fault.Kind.values()).map(Fault.Kind::specName).iterator();
        }
    }

    private static final class HabitNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Habit.values()).map(Habit::specName).iterator();
        }
    }

    private static final class HabitConverter implements ITypeConverter<Habit> {
        @Override
        public Habit convert(String name) {
            try {
                return Habit.parse(name);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }

    private static final class FaultConverter implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String spec) {
            try {
                return Fault.parse(spec);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }
}
