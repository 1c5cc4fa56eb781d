package dev.reader.client.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A shard whose outcome is unknown: its job may exist and may have cost credits. The run never sends it again by itself.
 * {@link BatchRun#jobFound} continues it if its job is found.
 *
 * @param shard the number of the shard
 * @param urls the number of its URLs
 * @param idempotencyKey the key of its request
 * @param firstSentAt when it was first sent
 * @param jobId the id of its job if the job was created but no longer exists, or null
 * @param reason why it is unknown
 */
public record UnknownShard(
        int shard,
        int urls,
        String idempotencyKey,
        Instant firstSentAt,
        @Nullable String jobId,
        String reason) {}
