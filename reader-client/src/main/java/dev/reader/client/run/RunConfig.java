package dev.reader.client.run;

import dev.reader.client.internal.http.Transport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run's settings, as its builder left them. */
record RunConfig(
        String runId,
        Transport transport,
        RunRequest request,
        LedgerStore ledger,
        @Nullable JobLeases leases,
        @Nullable UrlSource urls,
        int shardSize,
        int maxRetries,
        int maxCreditsPerPage,
        @Nullable Long creditLimit,
        @Nullable Integer maxActiveJobs,
        @Nullable String comparedWith,
        boolean onlyChanged,
        PageSink sink,
        Consumer<RunProgress> onProgress) {

    /** The same run for a process that holds the lease of a shard. */
    RunConfig under(ShardLease lease) {
        return new RunConfig(
                runId,
                transport,
                request,
                lease.store(),
                leases,
                urls,
                shardSize,
                maxRetries,
                maxCreditsPerPage,
                creditLimit,
                maxActiveJobs,
                comparedWith,
                onlyChanged,
                sink,
                onProgress);
    }

    @Override
    public String toString() {
        return "run \"" + runId + "\"";
    }
}
