package dev.reader.examples.local.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.Habit;
import dev.reader.examples.local.account.MeteredScraper;
import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.ErrorCode;
import dev.reader.examples.local.http.FaultSource;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.scrape.ScrapedPage;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs on worker threads. A worker reads one page, then takes the next page of its job. */
final class JobEngine {
    private static final Logger LOG = LoggerFactory.getLogger(JobEngine.class);

    private final MeteredScraper scraper;
    private final int maxActiveJobs;
    private final Set<Habit> habits;
    private final Clock clock;
    private final FaultSource faults;
    private final ExecutorService workers;
    private final List<JobObserver> observers;
    private final Map<String, ServerJob> jobs = new ConcurrentHashMap<>();
    private final FinishedJobs finished;
    private final Map<String, List<Future<?>>> inFlight = new ConcurrentHashMap<>();

    JobEngine(
            MeteredScraper scraper,
            JobApi.Settings settings,
            Clock clock,
            FaultSource faults,
            ExecutorService workers,
            List<JobObserver> observers) {
        this.scraper = scraper;
        this.maxActiveJobs = settings.maxActiveJobs();
        this.habits = settings.habits();
        this.clock = clock;
        this.faults = faults;
        this.workers = workers;
        this.finished = new FinishedJobs(jobs, clock, FinishedJobs.Retention.DEFAULT);
        this.observers = new ArrayList<>(observers);
        this.observers.add(new RetentionObserver(finished));
    }

    /** Creates and starts a job, or throws {@code concurrency_limited}. */
    ServerJob create(ReadRequestBody request) {
        ServerJob job = new ServerJob(request, maxActiveJobs, clock, habits, observers);
        synchronized (this) {
            checkConcurrency();
            jobs.put(job.id(), job);
        }
        dispatch(job, job.run());
        return job;
    }

    ServerJob get(String id) {
        finished.expire();
        ServerJob job = jobs.get(id);
        if (job == null) {
            throw ApiException.notFound("job", id);
        }
        return job;
    }

    void cancel(ServerJob job) {
        job.cancel();
        List<Future<?>> tasks = inFlight.remove(job.id());
        if (tasks != null) {
            tasks.forEach(task -> task.cancel(true));
        }
    }

    /** Queues the failed URLs of the job again and returns their number. */
    int retry(ServerJob job) {
        int retrying;
        synchronized (this) {
            job.checkRetry();
            checkConcurrency();
            retrying = job.retry();
            finished.remove(job.id());
        }
        dispatch(job, job.run());
        return retrying;
    }

    /** Returns the number of active and waiting jobs, and the limit. */
    ObjectNode queue() {
        long active = jobs.values().stream()
                .filter(job -> job.status() == ServerJobStatus.PROCESSING)
                .count();
        long waiting = jobs.values().stream()
                .filter(job -> job.status() == ServerJobStatus.QUEUED)
                .count();
        return JsonNodes.object()
                .put("activeJobs", active)
                .put("waitingJobs", waiting)
                .put("maxConcurrency", maxActiveJobs);
    }

    /** Throws {@code concurrency_limited} if jobs use every browser slot. */
    void checkSlots() {
        int busy = jobs.values().stream().mapToInt(ServerJob::active).sum();
        if (busy >= maxActiveJobs) {
            throw ApiException.concurrencyLimited(busy, maxActiveJobs);
        }
    }

    private void checkConcurrency() {
        int active = (int)
                jobs.values().stream().filter(job -> !job.status().isTerminal()).count();
        if (active >= maxActiveJobs) {
            throw ApiException.concurrencyLimited(active, maxActiveJobs);
        }
    }

    private void dispatch(ServerJob job, int run) {
        for (ServerJob.Target target = job.take(run); target != null; target = job.take(run)) {
            ServerJob.Target taken = target;
            Future<?> task = workers.submit(() -> work(job, run, taken));
            inFlight.compute(job.id(), (id, tasks) -> {
                List<Future<?>> running = tasks == null ? new CopyOnWriteArrayList<>() : tasks;
                running.removeIf(Future::isDone);
                running.add(task);
                return running;
            });
            forgetTasks(job);
        }
    }

    private void forgetTasks(ServerJob job) {
        if (job.status().isTerminal()) {
            inFlight.remove(job.id());
        }
    }

    private void work(ServerJob job, int run, ServerJob.Target target) {
        if (!job.begin(run)) {
            return;
        }
        try {
            ScrapedPage page = read(job, target);
            boolean fails =
                    faults.take(Fault.Kind.FAIL_JOB, URI.create(target.url()).getPath()) != null;
            job.finish(run, target, page, fails ? "The job failed because of the fault fail-job" : null);
        } catch (InterruptedException e) {
            LOG.debug("{} was cancelled while it read {}", job.id(), target.url());
            Thread.currentThread().interrupt();
            return;
        } catch (ApiException e) {
            job.fail(run, e.text());
        } catch (RuntimeException e) {
            LOG.error("{} failed", job.id(), e);
            job.fail(run, "Internal error");
        }
        dispatch(job, run);
        forgetTasks(job);
    }

    /** Keeps a number of finished jobs. */
    private record RetentionObserver(FinishedJobs finished) implements JobObserver {
        @Override
        public void started(ServerJob job) {
            // only finished jobs are dropped
        }

        @Override
        public void page(ServerJob job, ScrapedPage page) {
            // as above
        }

        @Override
        public void progress(ServerJob job) {
            // as above
        }

        @Override
        public void ended(ServerJob job) {
            finished.add(job.id(), job.weight());
        }
    }

    /** Returns the page, failed or not. Throws only errors that fail the whole job. */
    private ScrapedPage read(ServerJob job, ServerJob.Target target) throws InterruptedException {
        try {
            return scraper.read(target.url(), job.request().options(), target.depth());
        } catch (ApiException e) {
            if (e.code() == ErrorCode.INSUFFICIENT_CREDITS) {
                throw e;
            }
            return ScrapedPage.failed(target.url(), e);
        } catch (RuntimeException e) {
            LOG.error("can't read {}", target.url(), e);
            return ScrapedPage.failed(
                    target.url(), new ApiException(ErrorCode.INTERNAL_ERROR, "The page could not be converted"));
        }
    }
}
