package dev.reader.examples.local.jobs;

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

/** Connects the engine that runs jobs with the observers that report on them, and adds the endpoints of both. */
public final class JobApi {
    private static final int RETAINED_EVENTS = 10_000;

    /**
     * The settings of a local Reader's jobs.
     *
     * @param maxActiveJobs the maximum number of queued and processing jobs
     * @param pingInterval the interval of the pings of a stream
     * @param replay whether a job's stream starts with the events from before it was opened
     */
    public record Settings(int maxActiveJobs, Duration pingInterval, boolean replay) {}

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
        EventLog workspace = new EventLog(RETAINED_EVENTS);
        List<JobObserver> observers = List.of(new WorkspaceEventRecorder(workspace), new JobWebhookNotifier(publisher));
        engine = new JobEngine(scraper, settings.maxActiveJobs(), clock, faults, threads.workers(), observers);
        readEndpoints = new ReadEndpoints(scraper, engine, new IdempotencyStore(clock), policy);
        streams = new StreamEndpoints(engine, workspace, faults, threads, settings.pingInterval(), settings.replay());
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
