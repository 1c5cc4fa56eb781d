package dev.reader.examples.desk.jobs;

import dev.reader.client.ReaderClient;
import dev.reader.client.error.ConflictException;
import dev.reader.client.error.InsufficientCreditsException;
import dev.reader.client.error.InvalidRequestException;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.UrlBlockedException;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.client.model.ResultPage;
import dev.reader.examples.desk.logging.RepeatedWarnings;
import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.DatabaseException;
import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.EventTable;
import dev.reader.examples.desk.store.JobState;
import dev.reader.examples.desk.store.JobTable;
import dev.reader.examples.desk.store.PageTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one due job one step further: submits it, carries out a wish, reads the pages so far, or stores the results of a job
 * that has ended. Has no threads; {@link Workers} call it, in any number of threads and instances. A claim in the database
 * keeps two of them from working on one job, and ends by itself when its instance dies.
 *
 * <p>A step of a running job is one request, which tells the state and brings the new pages. It is due when Reader said that
 * there are new pages, when Reader said that the job has ended, by an event or a webhook, and when nothing was heard of the
 * job for {@link #QUIET}: then this is the sweep.
 */
public final class JobWorker {
    /** A job of which nothing is heard for this long is asked for. */
    static final Duration QUIET = Duration.ofSeconds(30);
    /** A new job: its end may have been told before its id was stored. */
    private static final Duration FIRST_CHECK = Duration.ofSeconds(5);

    static final Duration CLAIM = Duration.ofSeconds(20);
    /** For this long the server remembers an idempotency key (docs/reader-api.md §1); an hour is kept in reserve. */
    private static final Duration MAX_SUBMISSION_AGE = Duration.ofHours(23);

    private static final int PAGES_AT_A_TIME = 100;
    private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);
    private static final int MAX_DOUBLINGS = 6;
    private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);

    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);

    private final ReaderClient reader;
    private final Database database;
    private final ResultStorer storer;
    private final Clock clock;
    private final String owner;
    private final BooleanSupplier stopping;

    /**
     * Creates a worker.
     *
     * @param owner the name of this instance
     * @param listener hears of each job that ends
     * @param stopping whether the step at hand should end soon
     */
    public JobWorker(
            ReaderClient reader,
            Database database,
            Clock clock,
            String owner,
            EndedJobs listener,
            BooleanSupplier stopping) {
        this.reader = reader;
        this.database = database;
        this.storer = new ResultStorer(reader, database, clock, listener, stopping);
        this.clock = clock;
        this.owner = owner;
        this.stopping = stopping;
    }

    /** Takes the job that has been due for longest one step further. Returns false if none is due. */
    public boolean advanceNext() {
        Optional<DeskJob> claimed = database.call(connection -> JobTable.claimDue(
                connection, owner, clock.instant(), clock.instant().plus(CLAIM)));
        if (claimed.isEmpty()) {
            return false;
        }
        DeskJob job = claimed.get();
        Duration pause = Duration.ZERO;
        try {
            pause = advance(job);
        } catch (RuntimeException e) {
            pause = failed(job, e);
        } finally {
            Instant next = clock.instant().plus(pause);
            database.run(connection -> JobTable.release(connection, job, owner, next));
        }
        return true;
    }

    /** Keeps the claims of this instance while its workers are at work. */
    public void extendClaims() {
        database.run(connection ->
                JobTable.extendClaims(connection, owner, clock.instant().plus(CLAIM)));
    }

    private Duration failed(DeskJob job, RuntimeException failure) {
        if (stopping.getAsBoolean()) {
            LOG.debug("a step of job {} was cut short", job.id(), failure);
            return Duration.ZERO;
        }
        String problem;
        if (failure instanceof ReaderException) {
            problem = String.valueOf(failure.getMessage());
            warnings.warn("a step of a job failed; it is repeated", failure);
        } else if (failure instanceof DatabaseException) {
            problem = "The database failed. The step is repeated.";
            warnings.warn("a step of a job can't be stored; it is repeated", failure);
        } else {
            problem = "The desk itself failed; its log tells why.";
            LOG.error("a step of job {} failed; it is repeated", job.id(), failure);
        }
        Duration pause = backoff(job.attempts());
        LOG.debug("job {} ({}) waits {} for its next step: {}", job.id(), job.state(), pause, problem);
        database.run(connection -> JobTable.setProblem(connection, job, problem, clock.instant()));
        return pause;
    }

    private static Duration backoff(int attempts) {
        Duration delay = Duration.ofSeconds(1L << Math.min(MAX_DOUBLINGS, attempts));
        return delay.compareTo(MAX_BACKOFF) < 0 ? delay : MAX_BACKOFF;
    }

    /** Returns the pause before the next step, unless something is heard before. */
    private Duration advance(DeskJob job) {
        if (job.readerJobId() == null) {
            return submit(job);
        }
        try {
            if (job.state() == JobState.RETRYING) {
                return retry(job, job.readerJobId());
            }
            if (job.state() == JobState.CANCELLING) {
                cancel(job.readerJobId());
            }
            return read(job, job.readerJobId());
        } catch (NotFoundException e) {
            end(job, JobState.FAILED, "Reader does not know the job any more: " + e.getMessage());
            return Duration.ZERO;
        }
    }

    private Duration submit(DeskJob job) {
        if (job.createdAt().isBefore(clock.instant().minus(MAX_SUBMISSION_AGE))) {
            end(job, JobState.REJECTED, "Reader could not be reached for " + MAX_SUBMISSION_AGE.toHours() + " hours");
            return Duration.ZERO;
        }
        try {
            Job created = reader.createJob(Submission.fromJson(job.request()).toRequest(job.idempotencyKey()));
            database.run(connection -> JobTable.setAccepted(connection, job, created.id(), clock.instant()));
            return job.state() == JobState.CANCELLING ? Duration.ZERO : FIRST_CHECK;
        } catch (InvalidRequestException
                | UrlBlockedException
                | ConflictException
                | InsufficientCreditsException refused) {
            end(job, JobState.REJECTED, String.valueOf(refused.getMessage()));
            return Duration.ZERO;
        }
    }

    private Duration retry(DeskJob job, String readerJobId) {
        try {
            // otherwise an earlier request was carried out although it seemed to fail
            if (reader.getJob(readerJobId).status().isTerminal()) {
                reader.retryJob(readerJobId);
            }
        } catch (InvalidRequestException e) {
            LOG.debug("job {} has no failed page any more", job.id(), e);
        }
        database.run(connection -> JobTable.setAccepted(connection, job, readerJobId, clock.instant()));
        return FIRST_CHECK;
    }

    private void cancel(String readerJobId) {
        try {
            reader.cancelJob(readerJobId);
        } catch (ConflictException e) {
            LOG.debug("job {} ended before its cancellation", readerJobId, e);
        }
    }

    private Duration read(DeskJob job, String readerJobId) {
        ResultPage results = reader.getJobResults(readerJobId, job.stored(), PAGES_AT_A_TIME);
        Job state = results.job();
        if (state.status().isTerminal()) {
            storer.store(job, readerJobId);
            return Duration.ZERO;
        }
        storeSoFar(job, state, results.results());
        return results.results().size() == PAGES_AT_A_TIME ? Duration.ZERO : QUIET;
    }

    /** Stores pages of a running job, for those who watch. At the end, all results replace them. */
    private void storeSoFar(DeskJob job, Job told, List<Page> results) {
        List<PageTable.NewPage> pages = new ArrayList<>();
        for (Page page : results) {
            if (stopping.getAsBoolean()) {
                return; // pictures take long
            }
            pages.add(Pages.toRow(job.id(), job.stored() + pages.size() + 1, page));
        }
        database.run(connection -> {
            DeskJob locked = JobTable.lock(connection, job.id()).orElse(job);
            if (!locked.state().isOpen() || locked.stored() != job.stored() || locked.run() != job.run()) {
                return; // the claim ended meanwhile, and another worker has it
            }
            for (PageTable.NewPage page : pages) {
                PageTable.insert(connection, page);
            }
            JobState state = told.status().equals(JobStatus.QUEUED) ? JobState.QUEUED : JobState.PROCESSING;
            JobTable.setRead(
                    connection,
                    job,
                    state,
                    Math.max(told.completed(), locked.completed()),
                    told.total(),
                    job.stored() + pages.size(),
                    clock.instant());
            if (!pages.isEmpty()) {
                EventTable.add(connection, job.id(), EventTable.PAGES, clock.instant());
            }
        });
    }

    private void end(DeskJob job, JobState state, String problem) {
        database.run(connection -> {
            DeskJob locked = JobTable.lock(connection, job.id()).orElse(job);
            if (locked.state().isOpen() && Objects.equals(locked.readerJobId(), job.readerJobId())) {
                JobTable.end(
                        connection,
                        locked,
                        state,
                        locked.completed(),
                        locked.total(),
                        locked.failed(),
                        locked.stored(),
                        locked.credits(),
                        problem,
                        clock.instant());
            }
        });
    }
}
