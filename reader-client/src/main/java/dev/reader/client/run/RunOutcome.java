package dev.reader.client.run;

/** Why a run has stopped. */
public enum RunOutcome {
    /** Every shard is settled. URLs may have failed, and shards may be unknown; the report lists both. */
    COMPLETED,
    /** Shards are left: the run was interrupted or has not been executed to its end. */
    INCOMPLETE,
    /** Shards are left whose cost could pass {@link BatchRun.Builder#creditLimit}. */
    CREDIT_LIMIT_REACHED,
    /** Shards are left because the account has too few credits. */
    INSUFFICIENT_CREDITS
}
