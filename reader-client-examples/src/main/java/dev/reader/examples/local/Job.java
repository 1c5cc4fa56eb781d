package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch or a crawl: what is to be read, what has been, and how it went. Guarded by its own lock.
 *
 * <p>Each retry begins a new run; what a worker brings from an earlier run is dropped.
 */
final class Job {
    /** A URL to read, and how many links it is away from the crawl's first. */
    record Target(String url, int depth) {}

    record Cursor(EventLog log, long position) {}

    private record Result(Target target, ScrapedPage page) {}

    private static final Set<String> NO_PAGES =
            Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "css", "js", "zip", "gz", "pdf", "mp4", "woff2");

    private final String id = "job_" + UUID.randomUUID();
    private final ReadRequest request;
    private final Clock clock;
    private final List<JobObserver> observers;
    private final Instant createdAt;
    private final Deque<Target> pending = new ArrayDeque<>();
    private final List<Result> results = new ArrayList<>();
    private final Set<String> found = new HashSet<>();
    private JobStatus status = JobStatus.QUEUED;
    private EventLog log = new EventLog();
    private int run = 1;
    private int active;
    private int total;
    private int creditsUsed;
    private @Nullable String scope;
    private @Nullable String error;
    private @Nullable Instant startedAt;
    private @Nullable Instant completedAt;

    Job(ReadRequest request, Clock clock, List<JobObserver> observers) {
        this.request = request;
        this.clock = clock;
        this.observers = observers;
        this.createdAt = clock.instant();
        request.urls().forEach(url -> pending.add(new Target(url, 0)));
        this.found.addAll(request.urls());
        this.total = pending.size();
    }

    String id() {
        return id;
    }

    ReadRequest request() {
        return request;
    }

    synchronized JobStatus status() {
        return status;
    }

    synchronized int run() {
        return run;
    }

    synchronized int total() {
        return total;
    }

    synchronized int completed() {
        return results.size();
    }

    synchronized int creditsUsed() {
        return creditsUsed;
    }

    synchronized @Nullable String error() {
        return error;
    }

    /**
     * Where a stream that is opened now begins. The current run's events begin with the pages that earlier runs have
     * finished.
     *
     * @param replay from there; else with what happens next, which for a job that is over is {@code done} again
     */
    synchronized Cursor cursor(boolean replay) {
        long late = status.isTerminal() ? log.end() - 1 : log.end();
        return new Cursor(log, replay ? 0 : late);
    }

    /** The next URL to read, when the run goes on and a place is free; the caller has to bring its page. */
    synchronized @Nullable Target take(int ofRun) {
        if (ofRun != run || status.isTerminal() || active >= request.concurrency()) {
            return null;
        }
        Target target = pending.pollFirst();
        if (target != null) {
            active++;
        }
        return target;
    }

    /** Says that a worker has begun; false when the run is over and the worker has nothing to do. */
    synchronized boolean begin(int ofRun) {
        if (ofRun != run || status.isTerminal()) {
            return false;
        }
        if (status == JobStatus.QUEUED) {
            status = JobStatus.PROCESSING;
            startedAt = clock.instant();
            observers.forEach(observer -> observer.started(this));
            progress();
        }
        return true;
    }

    /** Takes the page that was read for the target. */
    synchronized void finish(int ofRun, Target target, ScrapedPage page) {
        if (ofRun != run || status.isTerminal()) {
            return;
        }
        active--;
        results.add(new Result(target, page));
        creditsUsed += page.credits();
        if (request.mode() == ReadRequest.Mode.CRAWL) {
            follow(target, page);
        }
        if (page.error() != null) {
            log.append("error", Json.object().put("url", page.url()).put("error", page.error()));
        } else {
            log.append("page", page.json());
        }
        observers.forEach(observer -> observer.page(this, page));
        if (active == 0 && pending.isEmpty()) {
            end(JobStatus.COMPLETED);
        } else {
            progress();
        }
    }

    /** Ends the job as failed; what it has finished stays. */
    synchronized void fail(int ofRun, String reason) {
        if (ofRun == run && !status.isTerminal()) {
            error = reason;
            end(JobStatus.FAILED);
        }
    }

    synchronized void cancel() {
        if (status.isTerminal()) {
            throw ApiException.conflict("The job is already " + status.wireName(), "status", status.wireName());
        }
        end(JobStatus.CANCELLED);
    }

    /** Throws what a retry would be refused with. */
    synchronized void checkRetry() {
        if (!status.isTerminal()) {
            throw ApiException.conflict("The job is still " + status.wireName(), "status", status.wireName());
        }
        if (results.stream().noneMatch(result -> result.page().hasFailed())) {
            throw ApiException.invalid("id", "nothing_failed", "No URL of this job has failed");
        }
    }

    /** Queues the failed URLs again and answers how many there are. */
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
        status = JobStatus.QUEUED;
        error = null;
        completedAt = null;
        log = new EventLog();
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
            if (inScope(link) && found.add(link.toString())) {
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
        return !NO_PAGES.contains(path.substring(path.lastIndexOf('.') + 1));
    }

    private void end(JobStatus terminal) {
        status = terminal;
        completedAt = clock.instant();
        log.append("done", progressJson());
        observers.forEach(observer -> observer.ended(this));
    }

    private void progress() {
        log.append("progress", progressJson());
        observers.forEach(observer -> observer.progress(this));
    }

    /** The status and the counts, as the streams tell them. */
    synchronized ObjectNode progressJson() {
        return Json.object()
                .put("status", status.wireName())
                .put("completed", results.size())
                .put("total", total);
    }

    synchronized ObjectNode summary() {
        return Json.object()
                .put("id", id)
                .put("status", status.wireName())
                .put("mode", request.mode().wireName())
                .put("total", total)
                .put("completed", results.size())
                .put("creditsUsed", creditsUsed)
                .put("createdAt", createdAt.toString());
    }

    /** The job with one page of its results, and its pagination. */
    synchronized Reply detail(Pagination pagination, String requestUrl) {
        ObjectNode detail = summary().put("error", error);
        ArrayNode page = detail.putArray("results");
        pagination.slice(results).forEach(result -> page.add(result.page().json()));
        detail.set("startedAt", Json.time(startedAt));
        detail.set("completedAt", Json.time(completedAt));
        return Reply.paginated(detail, pagination.json(results.size(), requestUrl));
    }
}
