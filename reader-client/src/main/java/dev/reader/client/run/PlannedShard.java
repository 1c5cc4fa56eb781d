package dev.reader.client.run;

import java.util.List;

/** A shard to be written to the plan. The hashes are those of its URLs, in their order. */
record PlannedShard(int number, int round, byte[] request, List<Hash128> urls) {}
