package dev.reader.client.run;

/**
 * The states of a shard in the ledger.
 *
 * <pre>
 * PLANNED -> SENDING       key, request and time of the first sending are written before the POST
 * SENDING -> PLANNED       the server has certainly not created a job
 * SENDING -> SENDING       sent again: the same bytes under the same key, for 23 hours
 * SENDING -> RUNNING       the response, or a webhook, tells the job's id
 * SENDING -> UNKNOWN       23 hours have passed without a job's id
 * SENDING -> REFUSED       the server rejects the request and names no URL that could be left out
 * RUNNING -> STORED        the job has ended, and all its results are noted
 * RUNNING -> UNKNOWN       the job no longer exists
 * UNKNOWN -> RUNNING       its job is found
 * </pre>
 *
 * <p>A request that is rejected because of some URLs returns to PLANNED in the next generation, without them. URLs that fail
 * are planned again in new shards of the next round.
 */
enum ShardState {
    PLANNED,
    SENDING,
    RUNNING,
    STORED,
    UNKNOWN,
    REFUSED;

    boolean isSettled() {
        return this == STORED || this == UNKNOWN || this == REFUSED;
    }
}
