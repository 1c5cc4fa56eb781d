package dev.reader.examples.local.jobs;

import dev.reader.examples.local.Fault;
import dev.reader.examples.local.http.ApiExchange;
import dev.reader.examples.local.http.FaultSource;
import dev.reader.examples.local.http.ProxyErrorPage;
import dev.reader.examples.local.http.Routes;
import dev.reader.examples.local.http.ThreadPools;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Serves {@code /v1/jobs/{id}/stream} and {@code /v1/events}. */
final class StreamEndpoints {
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final List<Fault.Kind> STREAM_FAULTS = List.of(
            Fault.Kind.CUT_STREAM,
            Fault.Kind.DROP_STREAM,
            Fault.Kind.RESET_STREAM,
            Fault.Kind.SILENT_STREAM,
            Fault.Kind.HALF_EVENT);

    private final JobEngine engine;
    private final EventLog workspace;
    private final FaultSource faults;
    private final ThreadPools threads;
    private final Duration pingInterval;
    private final AtomicInteger open = new AtomicInteger();

    StreamEndpoints(
            JobEngine engine, EventLog workspace, FaultSource faults, ThreadPools threads, Duration pingInterval) {
        this.engine = engine;
        this.workspace = workspace;
        this.faults = faults;
        this.threads = threads;
        this.pingInterval = pingInterval;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/v1/jobs/{id}/stream", this::job).add("GET", "/v1/events", this::workspace);
    }

    /**
     * Returns the number of streams that the server considers open. It notices at the next write that a client
     * disconnected.
     */
    int open() {
        return open.get();
    }

    private void job(ApiExchange exchange) throws IOException {
        ServerJob job = engine.get(exchange.pathParameter("id"));
        stream(exchange, job.cursor(exchange.header(LAST_EVENT_ID)));
    }

    private void workspace(ApiExchange exchange) throws IOException {
        long resumed = workspace.after(exchange.header(LAST_EVENT_ID));
        boolean known = resumed != EventLog.UNKNOWN && workspace.id(resumed) != null;
        stream(exchange, new ServerJob.Cursor(workspace, known ? resumed : workspace.end(), false));
    }

    private void stream(ApiExchange exchange, ServerJob.Cursor cursor) throws IOException {
        HttpServletResponse response = exchange.response();
        if (faults.take(Fault.Kind.HTML_STREAM, exchange.path()) != null) {
            ProxyErrorPage.send(response, 200);
            return;
        }
        response.setContentType("text/event-stream");
        response.setHeader("Cache-Control", "no-cache");
        open.incrementAndGet();
        EventStream stream = new EventStream(
                exchange,
                cursor.log(),
                cursor.position(),
                fault(exchange.path()),
                cursor.closesAtOnce(),
                open::decrementAndGet);
        stream.start(threads.schedulePeriodically(pingInterval, stream::ping));
    }

    private @Nullable Fault fault(String path) {
        for (Fault.Kind kind : STREAM_FAULTS) {
            Fault fault = faults.take(kind, path);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }
}
