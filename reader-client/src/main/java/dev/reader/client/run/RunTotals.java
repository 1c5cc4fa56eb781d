package dev.reader.client.run;

/** Sums over the shards and failures of a run. */
record RunTotals(long stored, long changed, long unchanged, long failed, int openShards, int unknownShards) {}
