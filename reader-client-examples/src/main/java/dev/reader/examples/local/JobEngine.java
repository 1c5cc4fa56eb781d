package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs on worker threads: each worker reads one page and then asks its job for the next. */
final class JobEngine {
    private static final Logger LOG = LoggerFactory.getLogger(JobEngine.class);

    private final Reading reading;
    private final Tier tier;
    private final Clock clock;
    private final Faults faults;
    private final ExecutorService workers;
    private final List<JobObserver> observers;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Map<String, List<Future<?>>> inFlight = new ConcurrentHashMap<>();

    JobEngine(
            Reading reading,
            Tier tier,
            Clock clock,
            Faults faults,
            ExecutorService workers,
            List<JobObserver> observers) {
        this.reading = reading;
        this.tier = tier;
        this.clock = clock;
        this.faults = faults;
        this.workers = workers;
        this.observers = observers;
    }

    /** Makes a job and starts it, or throws {@code concurrency_limited}. */
    Job create(ReadRequest request) {
        Job job = new Job(request, clock, observers);
        synchronized (this) {
            checkConcurrency();
            jobs.put(job.id(), job);
        }
        dispatch(job, job.run());
        return job;
    }

    Job get(String id) {
        Job job = jobs.get(id);
        if (job == null) {
            throw ApiException.notFound("job", id);
        }
        return job;
    }

    void cancel(Job job) {
        job.cancel();
        List<Future<?>> tasks = inFlight.remove(job.id());
        if (tasks != null) {
            tasks.forEach(task -> task.cancel(true));
        }
    }

    /** Queues the job's failed URLs again and answers how many there are. */
    int retry(Job job) {
        int retrying;
        synchronized (this) {
            job.checkRetry();
            checkConcurrency();
            retrying = job.retry();
        }
        dispatch(job, job.run());
        return retrying;
    }

    /** How many jobs are active and waiting, and how many may be. */
    ObjectNode queue() {
        long active = jobs.values().stream()
                .filter(job -> job.status() == JobStatus.PROCESSING)
                .count();
        long waiting = jobs.values().stream()
                .filter(job -> job.status() == JobStatus.QUEUED)
                .count();
        return Json.object()
                .put("activeJobs", active)
                .put("waitingJobs", waiting)
                .put("maxConcurrency", tier.activeJobs());
    }

    private void checkConcurrency() {
        int active = (int)
                jobs.values().stream().filter(job -> !job.status().isTerminal()).count();
        if (active >= tier.activeJobs()) {
            throw ApiException.concurrencyLimited(active, tier.activeJobs());
        }
    }

    private void dispatch(Job job, int run) {
        for (Job.Target target = job.take(run); target != null; target = job.take(run)) {
            Job.Target taken = target;
            Future<?> task = workers.submit(() -> work(job, run, taken));
            inFlight.compute(job.id(), (id, tasks) -> {
                List<Future<?>> running = tasks == null ? new CopyOnWriteArrayList<>() : tasks;
                running.removeIf(Future::isDone);
                running.add(task);
                return running;
            });
        }
    }

    private void work(Job job, int run, Job.Target target) {
        if (!job.begin(run)) {
            return;
        }
        try {
            if (job.completed() > 0
                    && faults.take(Fault.Kind.FAIL_JOB, URI.create(target.url()).getPath()) != null) {
                job.fail(run, "The job failed on purpose");
                return;
            }
            job.finish(run, target, read(job, target));
        } catch (InterruptedException e) {
            LOG.debug("{} was stopped while it read {}", job.id(), target.url());
            Thread.currentThread().interrupt();
            return;
        } catch (ApiException e) {
            job.fail(run, e.text());
        } catch (RuntimeException e) {
            LOG.error("{} broke", job.id(), e);
            job.fail(run, "Something broke");
        }
        dispatch(job, run);
        if (job.status().isTerminal()) {
            inFlight.remove(job.id());
        }
    }

    /** The page, failed or not; throws only what the job as a whole fails with. */
    private ScrapedPage read(Job job, Job.Target target) throws InterruptedException {
        try {
            return reading.read(target.url(), job.request().options());
        } catch (ApiException e) {
            if (e.code() == ErrorCode.INSUFFICIENT_CREDITS) {
                throw e;
            }
            return ScrapedPage.failed(target.url(), e);
        } catch (RuntimeException e) {
            LOG.error("{} could not be read", target.url(), e);
            return ScrapedPage.failed(
                    target.url(), new ApiException(ErrorCode.INTERNAL_ERROR, "The page could not be converted"));
        }
    }
}
