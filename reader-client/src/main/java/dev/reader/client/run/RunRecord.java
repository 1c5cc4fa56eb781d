package dev.reader.client.run;

/**
 * A run as the ledger has it.
 *
 * @param planned whether the plan is complete
 * @param round the number of the current round; 0 is the first reading
 * @param options the request's options as canonical JSON
 * @param reserved the credits that sent, unsettled shards may cost at most
 */
record RunRecord(
        boolean planned,
        int round,
        byte[] options,
        long urls,
        long duplicates,
        long rejected,
        int shards,
        long spent,
        long reserved) {}
