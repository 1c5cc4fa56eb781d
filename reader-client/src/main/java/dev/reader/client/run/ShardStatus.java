package dev.reader.client.run;

/** The state of a shard after {@link BatchRun#processShard}. */
public enum ShardStatus {
    /**
     * The shard waits to be processed: the credit limit or the account's credits do not allow its job, no job slot is free, or
     * another process has it; see {@link JdbcRunLedger#withJobSlots}.
     */
    PENDING,
    /** Its job has ended, and every result is stored or recorded as failed. */
    STORED,
    /** Its job may exist, but can't be found; see {@link UnknownShard}. */
    UNKNOWN,
    /** The server rejected its request; its URLs are recorded as failed. */
    REFUSED
}
