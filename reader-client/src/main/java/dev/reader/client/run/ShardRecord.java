package dev.reader.client.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A shard as the ledger has it, without its request. */
record ShardRecord(
        int number,
        int round,
        int generation,
        ShardState state,
        int urls,
        @Nullable String key,
        @Nullable Instant firstSentAt,
        @Nullable String jobId,
        @Nullable String reason) {}
