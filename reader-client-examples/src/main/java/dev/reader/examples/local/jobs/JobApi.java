package dev.reader.examples.local.jobs;

import dev.reader.examples.local.Habit;
import dev.reader.examples.local.account.MeteredScraper;
import dev.reader.examples.local.http.ApiResponse;
import dev.reader.examples.local.http.FaultSource;
import dev.reader.examples.local.http.IdempotencyStore;
import dev.reader.examples.local.http.Routes;
import dev.reader.examples.local.http.ThreadPools;
import dev.reader.examples.local.http.UrlPolicy;
import dev.reader.examples.local.webhook.WebhookPublisher;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Connects the engine that runs jobs with the observers that report on them, and adds the endpoints of both. */
public final class JobApi {
    private static final int RETAINED_EVENTS = 10_000;

    /**
     * The settings of a local Reader's jobs.
     *
     * @param maxActiveJobs the maximum number of queued and processing jobs, and of browser slots
     * @param pingInterval the interval of the pings of a stream
     */
    public record Settings(int maxActiveJobs, Duration pingInterval, Set<Habit> habits) {}

    private final JobEngine engine;
    private final ReadEndpoints readEndpoints;
    private final StreamEndpoints streams;

    public JobApi(
            MeteredScraper scraper,
            UrlPolicy policy,
            WebhookPublisher publisher,
            FaultSource faults,
            ThreadPools threads,
            Clock clock,
            Settings settings) {
        Set<Habit> habits = settings.habits();
        EventLog workspace = EventLog.ofWorkspace(RETAINED_EVENTS, habits);
        List<JobObserver> observers =
                List.of(new WorkspaceEventRecorder(workspace, habits), new JobWebhookNotifier(publisher));
        engine = new JobEngine(scraper, settings, clock, faults, threads.workers(), observers);
        IdempotencyStore idempotency = new IdempotencyStore(clock, habits.contains(Habit.KEEP_SERVER_ERRORS));
        readEndpoints = new ReadEndpoints(scraper, engine, idempotency, policy);
        streams = new StreamEndpoints(engine, workspace, faults, threads, settings.pingInterval());
    }

    /** Adds {@code /v1/read}, {@code /v1/jobs}, {@code /v1/events} and {@code /v1/queue}. */
    public void addTo(Routes routes) {
        readEndpoints.addTo(routes);
        streams.addTo(routes);
        routes.add("GET", "/v1/queue/status", exchange -> exchange.send(ApiResponse.ok(engine.queue())));
    }

    /**
     * Returns the number of streams that the server considers open. It notices at the next write that a client
     * disconnected.
     */
    public int openStreams() {
        return streams.open();
    }
}
