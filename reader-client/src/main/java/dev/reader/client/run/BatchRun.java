package dev.reader.client.run;

import dev.reader.client.BatchRequest;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.RunAccess;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.jobs.JobCalls;
import dev.reader.client.internal.paging.PageSource;
import dev.reader.client.model.Job;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads any number of URLs as batches, and continues after a crash where it ended.
 *
 * <pre>{@code
 * RunReport report = reader.batchRun("catalogue-2026-11")
 *         .urls(Path.of("urls.txt"))
 *         .ledger(new JdbcRunLedger(dataSource))
 *         .onPage((page, connection) -> save(connection, page))
 *         .build()
 *         .execute();
 * }</pre>
 *
 * <p>The URLs are trimmed, checked, deduplicated and cut into shards of up to 1,000; the ledger holds this plan before
 * anything is sent. Each shard is one job. Its request has an idempotency key, which the ledger notes before the first
 * sending, with the time; until a job's id is known, the same bytes are sent again for 23 hours, and then never
 * (docs/reader-api.md §1). As many jobs run at once as the workspace allows, and one connection waits for all of them. The
 * results of a job are handled and noted in parts of up to 100 as soon as it ends. Failed URLs are collected and read again in
 * further rounds.
 *
 * <p>{@link #execute} does all of it. {@link #plan}, {@link #pendingShards} and {@link #processShard} are its parts, for
 * engines that distribute shards; each of them can be repeated at any time, from any process that shares the ledger.
 *
 * <p>An interrupt, closing the client, and the end of the process leave a run that {@link #execute} resumes. An outage of the
 * server only delays it. Memory use does not depend on the number of URLs, except for {@link RunLedger#inMemory}. Immutable;
 * calls may run on several threads, and then the handler is called on each of them.
 */
public final class BatchRun {
    static {
        RunAccess.install(Builder::new);
    }

    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

    private final RunConfig run;

    private BatchRun(RunConfig run) {
        this.run = run;
    }

    /**
     * Plans the run if it is not planned yet, and tells what it will take. Sends nothing.
     *
     * @return the estimate of the first round
     * @throws IllegalStateException if the run is neither planned nor has URLs, or was planned with other options
     */
    public RunEstimate estimate() {
        RunRecord record = planned();
        long urls = record.urls();
        long jobs = (urls + run.shardSize() - 1) / run.shardSize();
        long requests = 2 * jobs + (urls + PageSource.MAX_LIMIT - 1) / PageSource.MAX_LIMIT;
        return new RunEstimate(
                urls,
                record.duplicates(),
                record.rejected(),
                Math.toIntExact(jobs),
                requests,
                urls * run.maxCreditsPerPage());
    }

    /**
     * Plans the run if it is not planned yet: reads the URLs and writes the shards to the ledger. Sends nothing. A plan is
     * never changed; later calls do not read the URLs again.
     *
     * @throws IllegalStateException if the run is neither planned nor has URLs, or was planned with other options
     * @throws IllegalArgumentException if a URL is null
     */
    public void plan() {
        planned();
    }

    private RunRecord planned() {
        run.transport().resources().checkOpen();
        return new RunPlanner(run).plan();
    }

    /**
     * Returns the shards that are not settled. If all shards of a round are settled, plans those of the next round first, from
     * the URLs that failed. An engine processes the shards and asks again, until there are none.
     *
     * @return the numbers of the shards, in ascending order
     * @throws IllegalStateException if the run is not planned
     */
    public List<Integer> pendingShards() {
        return pending().stream().map(ShardRecord::number).toList();
    }

    private List<ShardRecord> pending() {
        require(run);
        run.ledger()
                .planNextRound(
                        run.runId(),
                        run.maxRetries(),
                        run.shardSize(),
                        (number, urls) -> run.request().body(run.runId(), number, 0, urls));
        return run.ledger().openShards(run.runId());
    }

    /**
     * Processes a shard: creates its job, or finds the one that was created before, waits for it, and handles and notes its
     * results. Does nothing if the shard is settled. If the ledger has {@link JdbcRunLedger#withJobSlots job slots}, takes one
     * first, or returns at once.
     *
     * @param shard the number of a shard, from {@link #pendingShards}
     * @return the state of the shard; PENDING only if credits do not allow its job, no job slot is free, or another process
     *     has the shard
     * @throws IllegalArgumentException if the plan has no such shard
     * @throws IllegalStateException if the run is not planned
     */
    public ShardStatus processShard(int shard) {
        require(run);
        ShardRecord record = require(run, shard);
        if (!record.state().isSettled()) {
            JobLeases leases = run.leases();
            if (leases == null) {
                process(run, shard, null);
            } else {
                processLeased(leases, shard);
            }
        }
        return switch (require(run, shard).state()) {
            case STORED -> ShardStatus.STORED;
            case UNKNOWN -> ShardStatus.UNKNOWN;
            case REFUSED -> ShardStatus.REFUSED;
            case PLANNED, SENDING, RUNNING -> ShardStatus.PENDING;
        };
    }

    private void processLeased(JobLeases leases, int shard) {
        try (ShardLease lease = leases.take(run.runId(), shard)) {
            if (lease != null) {
                process(run.under(lease), shard, lease);
            }
        } catch (ShardLease.LostException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private static void process(RunConfig run, int shard, @Nullable ShardLease lease) {
        try (RunLoop loop = new RunLoop(run, lease)) {
            loop.process(List.of(require(run, shard)));
        }
    }

    /**
     * Plans the run or resumes it, and processes it to its end.
     *
     * <p>Blocks until every shard is settled, or until no further job may be created for want of credits. Exceptions of the
     * handler, and errors that a retry would repeat, such as a 401, end the call; the run can be resumed.
     *
     * @return the report
     * @throws IllegalStateException if the run is neither planned nor has URLs, was planned with other options, or has a
     *     ledger with job slots
     * @throws dev.reader.client.error.ReaderInterruptedException if this thread is interrupted
     */
    public RunReport execute() {
        if (run.leases() != null) {
            throw new IllegalStateException(
                    "the ledger of " + run + " has job slots, which only processShard takes; call"
                            + " plan(), pendingShards() and processShard(n), or use a ledger without job slots");
        }
        planned();
        RunOutcome outcome = RunOutcome.COMPLETED;
        List<ShardRecord> pending = pending();
        while (!pending.isEmpty() && outcome == RunOutcome.COMPLETED) {
            try (RunLoop loop = new RunLoop(run, null)) {
                outcome = loop.process(pending);
            }
            pending = outcome == RunOutcome.COMPLETED ? pending() : pending;
        }
        return new RunReport(run, outcome);
    }

    /**
     * Reports what the run has done so far. Sends nothing.
     *
     * @return the report; its outcome is COMPLETED or INCOMPLETE
     * @throws IllegalStateException if the run is not planned
     */
    public RunReport report() {
        require(run);
        boolean open = run.ledger().totals(run.runId()).openShards() > 0;
        return new RunReport(run, open ? RunOutcome.INCOMPLETE : RunOutcome.COMPLETED);
    }

    /**
     * Continues a shard whose job was found, for example by its webhook: if the request has a webhook, its URL gets the
     * parameters {@code reader_run}, {@code reader_shard} and {@code reader_generation}. Requests the job's record. The next
     * {@link #execute} or {@link #processShard} reads its results.
     *
     * @param shard the number of the shard
     * @param jobId the id of its job
     * @return whether the shard continues; false if it has a job already or is settled otherwise
     * @throws IllegalArgumentException if the plan has no such shard, or the job does not have as many URLs as the shard
     */
    public boolean jobFound(int shard, String jobId) {
        Checks.id("jobId", jobId);
        ShardRecord record = require(run, shard);
        boolean open = record.state() == ShardState.SENDING
                || (record.state() == ShardState.UNKNOWN && record.jobId() == null);
        if (!open) {
            return false;
        }
        Job job = run.transport().execute(JobCalls.record(jobId));
        if (job.total() != record.urls()) {
            throw new IllegalArgumentException("jobId must be the job of shard " + shard + ", which has "
                    + record.urls() + " URLs, but " + jobId + " has " + job.total());
        }
        run.ledger().running(run.runId(), shard, jobId);
        return true;
    }

    static RunRecord require(RunConfig run) {
        RunRecord record = run.ledger().find(run.runId());
        if (record == null || !record.planned()) {
            throw new IllegalStateException(run + " is not planned; call plan() or execute() first");
        }
        return record;
    }

    static ShardRecord require(RunConfig run, int number) {
        ShardRecord shard = run.ledger().shard(run.runId(), number);
        if (shard == null) {
            throw new IllegalArgumentException("shard must be in the plan of " + run + ", but is " + number);
        }
        return shard;
    }

    static UnknownShard unknown(ShardRecord shard) {
        return new UnknownShard(
                shard.number(),
                shard.urls(),
                Objects.requireNonNullElse(shard.key(), ""),
                Objects.requireNonNullElse(shard.firstSentAt(), Instant.EPOCH),
                shard.jobId(),
                Objects.requireNonNullElse(shard.reason(), ""));
    }

    /** Builds a {@link BatchRun}. */
    public static final class Builder {
        private static final int MAX_ID_LENGTH = 200;
        private static final int MAX_SHARD_SIZE = 1000;
        private static final int MAX_RETRIES = 100;
        private static final int DEFAULT_RETRIES = 2;
        private static final String SAMPLE_URL = "https://example.com/";

        private final String runId;
        private final Transport transport;
        private final Function<BatchRequest, Map<String, Object>> bodyOf;
        private final BatchRequest.Builder request = BatchRequest.builder(SAMPLE_URL);
        private RunLedger ledger = RunLedger.inMemory();
        private @Nullable UrlSource urls;
        private int shardSize = MAX_SHARD_SIZE;
        private int maxRetries = DEFAULT_RETRIES;
        private @Nullable Integer maxCreditsPerPage;
        private @Nullable Long creditLimit;
        private @Nullable Integer maxActiveJobs;
        private @Nullable String comparedWith;
        private boolean onlyChanged;
        private PageSink sink = new PageSink(null, null);
        private Consumer<RunProgress> onProgress = progress -> {};

        private Builder(String runId, Transport transport, Function<BatchRequest, Map<String, Object>> bodyOf) {
            this.runId = runId(runId);
            this.transport = transport;
            this.bodyOf = bodyOf;
        }

        private static String runId(String runId) {
            Checks.headerValue("runId", runId);
            Checks.inRange("length of runId", runId.length(), 1, MAX_ID_LENGTH);
            return runId;
        }

        /**
         * Sets the URLs. They are iterated once, when the run is planned. Surrounding white space is removed, blank entries
         * are skipped, repeated URLs are read once, and entries that are not absolute http or https URLs of at most 16,384
         * characters are reported.
         *
         * @param newUrls the URLs, any number
         * @return this
         */
        public Builder urls(Iterable<String> newUrls) {
            urls = UrlSource.of(Checks.notNull("urls", newUrls));
            return this;
        }

        /**
         * Sets the URLs, as {@link #urls(Iterable)} does, to the lines of a UTF-8 file. Lines that start with {@code #} are
         * skipped.
         *
         * @param file the file, read when the run is planned
         * @return this
         */
        public Builder urls(Path file) {
            urls = UrlSource.of(Checks.notNull("file", file));
            return this;
        }

        /**
         * Sets the options of every job. An idempotency key is ignored; each shard has its own. A run can't be resumed with
         * other options.
         *
         * @param options changes the request's builder
         * @return this
         */
        public Builder request(Consumer<BatchRequest.Builder> options) {
            Checks.notNull("options", options).accept(request);
            return this;
        }

        /**
         * Sets the ledger. Default: a new one in memory, which can't be resumed after the process.
         *
         * @param newLedger the ledger
         * @return this
         */
        public Builder ledger(RunLedger newLedger) {
            ledger = Checks.notNull("ledger", newLedger);
            return this;
        }

        /**
         * Sets the highest cost of the run, over all restarts. No job is created that could pass it. Default: none. The run
         * can be resumed with a higher limit.
         *
         * @param credits at least 0
         * @return this
         */
        public Builder creditLimit(long credits) {
            creditLimit = Checks.atLeast("creditLimit", credits, 0);
            return this;
        }

        /**
         * Sets the highest price of a page, for {@link #creditLimit} and the estimate. Default: 1, or 3 if a proxy mode other
         * than {@code standard} is set (docs/reader-api.md §2).
         *
         * @param credits 0 to 1,000
         * @return this
         */
        public Builder maxCreditsPerPage(int credits) {
            maxCreditsPerPage = Checks.inRange("maxCreditsPerPage", credits, 0, 1000);
            return this;
        }

        /**
         * Sets the highest number of jobs at once. Default: as many as the workspace allows, which the run learns when the
         * server rejects one.
         *
         * @param jobs at least 1
         * @return this
         */
        public Builder maxActiveJobs(int jobs) {
            maxActiveJobs = Checks.inRange("maxActiveJobs", jobs, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Sets the number of URLs of a shard. Default: 1,000, which costs the fewest requests.
         *
         * @param size 1 to 1,000
         * @return this
         */
        public Builder shardSize(int size) {
            shardSize = Checks.inRange("shardSize", size, 1, MAX_SHARD_SIZE);
            return this;
        }

        /**
         * Sets how many times a failed URL is read again, each time in a further round after all others. Default: 2. A failed
         * page costs no credits.
         *
         * @param retries 0 to 100
         * @return this
         */
        public Builder maxRetries(int retries) {
            maxRetries = Checks.inRange("maxRetries", retries, 0, MAX_RETRIES);
            return this;
        }

        /**
         * Sets an earlier run in the same ledger, with whose content the pages are compared.
         *
         * @param earlierRunId the id of the earlier run
         * @return this
         */
        public Builder comparedWith(String earlierRunId) {
            comparedWith = runId(earlierRunId);
            return this;
        }

        /**
         * Withholds unchanged pages from the handler. They are still noted and counted. Needs {@link #comparedWith}.
         *
         * @return this
         */
        public Builder onlyChanged() {
            onlyChanged = true;
            return this;
        }

        /**
         * Sets the handler of pages. Each page comes at least once: again, with the same {@link RunPage#key}, if the process
         * ends after it was handled and before it was noted.
         *
         * <p>A reference to an overloaded method, such as {@code onPage(list::add)}, is ambiguous. Write a lambda: {@code
         * onPage(page -> list.add(page))}.
         *
         * @param handler the handler
         * @return this
         */
        public Builder onPage(PageHandler handler) {
            sink = new PageSink(Checks.notNull("handler", handler), null);
            return this;
        }

        /**
         * Sets a handler that writes to the ledger's database. Each page comes exactly once: what the handler writes and the
         * ledger's note commit together. Needs a {@link JdbcRunLedger}.
         *
         * @param handler the handler
         * @return this
         */
        public Builder onPage(TransactionalPageHandler handler) {
            sink = new PageSink(null, Checks.notNull("handler", handler));
            return this;
        }

        /**
         * Sets a listener of the progress, called at most once a second and at the end, on the thread that executes the run.
         * An exception of it ends the call, and the run can be resumed.
         *
         * @param listener the listener
         * @return this
         */
        public Builder onProgress(Consumer<RunProgress> listener) {
            onProgress = Checks.notNull("listener", listener);
            return this;
        }

        /**
         * Returns the run. Reads no URL and sends nothing.
         *
         * @return the run
         * @throws IllegalArgumentException if a transactional handler has no {@link JdbcRunLedger}, if the run is compared
         *     with itself, or if {@link #onlyChanged} has nothing to compare with
         */
        public BatchRun build() {
            if (sink.isTransactional() && !(ledger instanceof JdbcRunLedger)) {
                throw new IllegalArgumentException(
                        "onPage takes a connection, but the ledger is not a JdbcRunLedger; set ledger(new JdbcRunLedger(…))");
            }
            if (runId.equals(comparedWith)) {
                throw new IllegalArgumentException("comparedWith must be another run than \"" + runId + "\" itself");
            }
            if (onlyChanged && comparedWith == null) {
                throw new IllegalArgumentException("onlyChanged needs a run to compare with; set comparedWith(…)");
            }
            RunRequest runRequest = new RunRequest(bodyOf.apply(request.build()));
            return new BatchRun(new RunConfig(
                    runId,
                    transport,
                    runRequest,
                    ledger.store(),
                    ledger.leases(),
                    urls,
                    shardSize,
                    maxRetries,
                    maxCreditsPerPage == null ? runRequest.documentedPrice() : maxCreditsPerPage,
                    creditLimit,
                    maxActiveJobs,
                    comparedWith,
                    onlyChanged,
                    sink,
                    onProgress));
        }
    }
}
