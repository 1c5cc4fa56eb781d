package dev.reader.client.run;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What a run has done so far, over all restarts. The counts are those of the moment when the report was made; the lists read
 * the ledger when they are iterated.
 */
public final class RunReport {
    private final RunConfig run;
    private final RunOutcome outcome;
    private final RunRecord record;
    private final RunTotals totals;

    RunReport(RunConfig run, RunOutcome outcome) {
        this.run = run;
        this.outcome = outcome;
        this.record = BatchRun.require(run);
        this.totals = run.ledger().totals(run.runId());
    }

    /** {@return the run's id} */
    public String runId() {
        return run.runId();
    }

    /** {@return whether the run is complete, and if not, why it stopped} */
    public RunOutcome outcome() {
        return outcome;
    }

    /** {@return the number of distinct, valid URLs} */
    public long urls() {
        return record.urls();
    }

    /** {@return the number of URLs that occurred again, and were read once} */
    public long duplicates() {
        return record.duplicates();
    }

    /** {@return the number of entries that are not URLs; {@link #failed} lists them} */
    public long rejected() {
        return record.rejected();
    }

    /** {@return the number of pages that were handled and noted} */
    public long stored() {
        return totals.stored();
    }

    /** {@return the number of stored pages that the earlier run does not have; all of them if none is compared with} */
    public long newPages() {
        return totals.stored() - totals.changed() - totals.unchanged();
    }

    /** {@return the number of stored pages whose content differs from that of the earlier run} */
    public long changedPages() {
        return totals.changed();
    }

    /** {@return the number of stored pages whose content is that of the earlier run} */
    public long unchangedPages() {
        return totals.unchanged();
    }

    /** {@return the number of URLs that were sent and failed in every round} */
    public long failedCount() {
        return totals.failed();
    }

    /** {@return the credits of all jobs that have ended} */
    public long creditsUsed() {
        return record.spent();
    }

    /** {@return the credits that jobs whose cost is not known yet may cost at most, unknown shards included} */
    public long creditsReserved() {
        return record.reserved();
    }

    /** {@return the number of shards that are neither stored, nor refused, nor unknown} */
    public int openShards() {
        return totals.openShards();
    }

    /** {@return the URLs that failed in every round, and the entries that are not URLs, read while iterating} */
    public Iterable<FailedUrl> failed() {
        return () -> StreamSupport.stream(run.ledger().allFailures(run.runId()).spliterator(), false)
                .map(failure -> new FailedUrl(failure.url(), failure.reason(), failure.round() + 1))
                .iterator();
    }

    /** {@return the shards whose outcome is unknown} */
    public List<UnknownShard> unknownShards() {
        return run.ledger().unknownShards(run.runId()).stream()
                .map(BatchRun::unknown)
                .toList();
    }

    /**
     * Returns the URLs that the earlier run stored and that the plan of this run does not contain, read while iterating.
     *
     * @return the URLs; none if no earlier run is compared with
     */
    public Iterable<String> gone() {
        String earlier = run.comparedWith();
        return earlier == null ? List.of() : () -> new GoneUrls(run.ledger(), earlier, run.runId());
    }

    /** {@return the counts, on one line} */
    @Override
    public String toString() {
        String unknown = run.ledger().unknownShards(run.runId()).stream()
                .map(shard -> String.valueOf(shard.number()))
                .collect(Collectors.joining(", "));
        return "RunReport[runId=" + run.runId() + ", outcome=" + outcome + ", urls=" + urls() + ", stored=" + stored()
                + ", failed=" + failedCount() + ", creditsUsed=" + creditsUsed() + ", openShards=" + openShards()
                + (unknown.isEmpty() ? "" : ", unknownShards=" + unknown) + "]";
    }
}
