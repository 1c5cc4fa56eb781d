package dev.reader.examples.local.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.Habit;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.ApiResponse;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.http.PaginationParams;
import dev.reader.examples.local.scrape.ScrapedPage;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch or a crawl: its pending URLs, its results and its status. Thread-safe.
 *
 * <p>Each retry starts a new run. Pages that workers deliver from an earlier run are dropped.
 */
final class ServerJob {
    /** A URL to read, and its number of links from the first page of the crawl. */
    record Target(String url, int depth) {}

    /**
     * The start of a stream.
     *
     * @param closesAtOnce whether the stream ends without an event
     */
    record Cursor(EventLog log, long position, boolean closesAtOnce) {}

    private record Result(Target target, ScrapedPage page) {}

    private static final Set<String> NON_PAGE_EXTENSIONS =
            Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "css", "js", "zip", "gz", "pdf", "mp4", "woff2");

    private final String id = "job_" + UUID.randomUUID();
    private final ReadRequestBody request;
    private final int concurrency;
    private final Clock clock;
    private final Set<Habit> habits;
    private final List<JobObserver> observers;
    private final Instant createdAt;
    private final Deque<Target> pending = new ArrayDeque<>();
    private final List<Result> results = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private ServerJobStatus status = ServerJobStatus.QUEUED;
    private int run = 1;
    private EventLog log;
    private int active;
    private int total;
    private int creditsUsed;
    private @Nullable String scope;
    private @Nullable String error;
    private @Nullable Instant startedAt;
    private @Nullable Instant completedAt;

    /**
     * Creates a job.
     *
     * @param browserSlots the maximum number of its pages that are read at the same time
     */
    ServerJob(ReadRequestBody request, int browserSlots, Clock clock, Set<Habit> habits, List<JobObserver> observers) {
        this.request = request;
        this.concurrency = Math.min(request.concurrency(), browserSlots);
        this.clock = clock;
        this.habits = habits;
        this.observers = observers;
        this.log = EventLog.ofRun(run, habits);
        this.createdAt = clock.instant();
        request.urls().forEach(url -> pending.add(new Target(url, 0)));
        this.seen.addAll(request.urls());
        this.total = pending.size();
    }

    String id() {
        return id;
    }

    ReadRequestBody request() {
        return request;
    }

    synchronized ServerJobStatus status() {
        return status;
    }

    synchronized int run() {
        return run;
    }

    synchronized int total() {
        return total;
    }

    /** Returns the number of pages that are being read. */
    synchronized int active() {
        return status.isTerminal() ? 0 : active;
    }

    /** Returns the approximate number of characters of the results. */
    synchronized long weight() {
        return results.stream().mapToLong(result -> result.page().weight()).sum();
    }

    synchronized int creditsUsed() {
        return creditsUsed;
    }

    synchronized @Nullable String error() {
        return error;
    }

    /**
     * Returns the position at which a new stream starts. The events of a run start with the pages that earlier runs
     * finished.
     *
     * @param lastEventId the id of the last event that the client received, or null
     */
    synchronized Cursor cursor(@Nullable String lastEventId) {
        boolean ended = status.isTerminal();
        if (ended && habits.contains(Habit.PINGS_AFTER_END)) {
            return new Cursor(log, log.end(), false);
        }
        long position = habits.contains(Habit.NO_REPLAY) ? (ended ? log.done() : log.end()) : 0;
        long resumed = habits.contains(Habit.EVENT_IDS) ? log.after(lastEventId) : EventLog.UNKNOWN;
        return new Cursor(
                log, resumed == EventLog.UNKNOWN ? position : resumed, ended && habits.contains(Habit.CLOSE_AFTER_END));
    }

    /**
     * Returns the next URL to read, if the run is active and below its concurrency; the caller must deliver its page.
     * Otherwise returns null.
     */
    synchronized @Nullable Target take(int expectedRun) {
        if (expectedRun != run || status.isTerminal() || active >= concurrency) {
            return null;
        }
        Target target = pending.pollFirst();
        if (target != null) {
            active++;
        }
        return target;
    }

    /** Marks the job as started. Returns false if the run has ended and the worker has nothing to do. */
    synchronized boolean begin(int expectedRun) {
        if (expectedRun != run || status.isTerminal()) {
            return false;
        }
        if (status == ServerJobStatus.QUEUED) {
            status = ServerJobStatus.PROCESSING;
            startedAt = clock.instant();
            observers.forEach(observer -> observer.started(this));
            progress();
        }
        return true;
    }

    /**
     * Records the page that was read for the target.
     *
     * @param failure if not null, the job fails after this page, for this reason
     */
    synchronized void finish(int expectedRun, Target target, ScrapedPage page, @Nullable String failure) {
        if (expectedRun != run || status.isTerminal()) {
            return;
        }
        active--;
        results.add(new Result(target, page));
        creditsUsed += page.credits();
        if (request.mode() == ReadRequestBody.Mode.CRAWL) {
            follow(target, page);
        }
        tell(page);
        observers.forEach(observer -> observer.page(this, page));
        if (failure != null) {
            fail(expectedRun, failure);
        } else if (active == 0 && pending.isEmpty()) {
            end(ServerJobStatus.COMPLETED);
        } else {
            progress();
        }
    }

    private void tell(ScrapedPage page) {
        if (run > 1 && habits.contains(Habit.RETRIES_UNTOLD)) {
            return;
        }
        if (page.hasFailed() && !habits.contains(Habit.FAILURES_AS_PAGES)) {
            log.append("error", JsonNodes.object().put("url", page.url()).put("error", page.error()));
        }
        if (!page.hasFailed() || habits.contains(Habit.FAILURES_AS_PAGES) || habits.contains(Habit.FAILURES_AS_BOTH)) {
            log.append("page", page.json());
        }
    }

    /** Fails the job. Its finished pages are kept. */
    synchronized void fail(int expectedRun, String reason) {
        if (expectedRun == run && !status.isTerminal()) {
            error = reason;
            end(ServerJobStatus.FAILED);
        }
    }

    synchronized void cancel() {
        if (status.isTerminal()) {
            throw ApiException.conflict("The job is already " + status.wireName(), "status", status.wireName());
        }
        end(ServerJobStatus.CANCELLED);
    }

    /** Throws the error of a retry that is not allowed. */
    synchronized void checkRetry() {
        if (!status.isTerminal()) {
            throw ApiException.conflict("The job is still " + status.wireName(), "status", status.wireName());
        }
        if (results.stream().noneMatch(result -> result.page().hasFailed())) {
            throw ApiException.invalid("id", "nothing_failed", "No URL of this job has failed");
        }
    }

    /** Queues the failed URLs again and returns their number. */
    synchronized int retry() {
        checkRetry();
        List<Result> failed =
                results.stream().filter(result -> result.page().hasFailed()).toList();
        results.removeIf(result -> result.page().hasFailed());
        pending.clear();
        failed.forEach(result -> pending.add(result.target()));
        run++;
        active = 0;
        total = results.size() + pending.size();
        status = ServerJobStatus.QUEUED;
        error = null;
        completedAt = null;
        log = EventLog.ofRun(run, habits);
        results.forEach(result -> log.append("page", result.page().json()));
        progress();
        return failed.size();
    }

    private void follow(Target from, ScrapedPage page) {
        if (from.depth() == 0) {
            String finalUrl = page.json().path("finalUrl").asText(page.url());
            scope = URI.create(finalUrl).getRawAuthority();
        }
        if (from.depth() >= request.maxDepth()) {
            return;
        }
        for (URI link : page.links()) {
            if (total >= request.maxPages()) {
                return;
            }
            if (inScope(link) && seen.add(link.toString())) {
                pending.add(new Target(link.toString(), from.depth() + 1));
                total++;
            }
        }
    }

    private boolean inScope(URI link) {
        if (scope == null || !scope.equalsIgnoreCase(link.getRawAuthority())) {
            return false;
        }
        String path = link.getPath() == null ? "" : link.getPath().toLowerCase(Locale.ROOT);
        return !NON_PAGE_EXTENSIONS.contains(path.substring(path.lastIndexOf('.') + 1));
    }

    private void end(ServerJobStatus terminal) {
        status = terminal;
        completedAt = clock.instant();
        if (!habits.contains(Habit.DONE_LOST)) {
            log.append("done", progressJson());
        }
        observers.forEach(observer -> observer.ended(this));
    }

    private void progress() {
        log.append("progress", progressJson());
        observers.forEach(observer -> observer.progress(this));
    }

    /** Returns the status and the counts, as the streams send them. */
    synchronized ObjectNode progressJson() {
        return JsonNodes.object()
                .put("status", status.wireName())
                .put("completed", completed())
                .put("total", total);
    }

    synchronized ObjectNode summary() {
        return JsonNodes.object()
                .put("id", id)
                .put("status", status.wireName())
                .put("mode", request.mode().wireName())
                .put("total", total)
                .put("completed", completed())
                .put("creditsUsed", creditsUsed)
                .put("createdAt", createdAt.toString());
    }

    private long completed() {
        return habits.contains(Habit.COUNT_SUCCESSES)
                ? results.stream().filter(result -> !result.page().hasFailed()).count()
                : results.size();
    }

    /** Returns the job with one part of its results, and its pagination. */
    synchronized ApiResponse detail(PaginationParams pagination, String requestUrl) {
        ObjectNode detail = summary().put("error", error);
        ArrayNode page = detail.putArray("results");
        List<Result> visible = visibleResults();
        pagination.slice(visible).forEach(result -> page.add(result.page().json()));
        detail.set("startedAt", JsonNodes.time(startedAt));
        detail.set("completedAt", JsonNodes.time(completedAt));
        int count = habits.contains(Habit.TOTAL_OF_JOB) ? total : visible.size();
        return ApiResponse.paginated(detail, pagination.json(count, requestUrl));
    }

    private List<Result> visibleResults() {
        List<Result> visible = results;
        if (habits.contains(Habit.RESULTS_LAG)
                && completedAt != null
                && !results.isEmpty()
                && clock.instant().isBefore(completedAt.plus(LocalReader.RESULTS_LAG))) {
            visible = results.subList(0, results.size() - 1);
        }
        if (habits.contains(Habit.RESULTS_SORTED)) {
            visible = visible.stream()
                    .sorted(Comparator.comparing(result -> result.target().url()))
                    .toList();
        }
        return visible;
    }
}
