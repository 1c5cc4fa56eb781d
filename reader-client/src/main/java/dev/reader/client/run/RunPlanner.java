package dev.reader.client.run;

import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.ClientResources;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the plan of a run: reads the URLs once, trims, checks and deduplicates them, and cuts them into shards in their
 * order. Holds at most one shard and {@value #CANDIDATES} further URLs; the ledger knows the others. An unfinished plan starts
 * again, since nothing was sent.
 */
final class RunPlanner {
    private static final int CANDIDATES = 500;
    private static final int MAX_URL_LENGTH = 16_384;
    /** A shard of long URLs ends early, so that its request stays small. */
    private static final int MAX_SHARD_CHARACTERS = 512 * 1024;

    private final RunConfig run;
    private final LedgerStore ledger;
    private final ClientResources resources;

    private final Map<Hash128, String> candidates = new LinkedHashMap<>();
    private final List<UrlFailure> rejected = new ArrayList<>();
    private Map<Hash128, String> shard = new LinkedHashMap<>();
    private long plan;
    private int shardCharacters;
    private int shards;
    private long urls;
    private long duplicates;
    private long rejectedCount;

    RunPlanner(RunConfig run) {
        this.run = run;
        this.ledger = run.ledger();
        this.resources = run.transport().resources();
    }

    /** Returns the plan's record, and writes the plan before if there is none. */
    RunRecord plan() {
        RunRecord known = ledger.find(run.runId());
        if (known != null && known.planned()) {
            checkOptions(known);
            return known;
        }
        UrlSource source = run.urls();
        if (source == null) {
            throw new IllegalStateException("the ledger has no plan of " + run + "; set urls(…) to plan it");
        }
        plan = ledger.startPlan(
                run.runId(), run.request().options(), resources.time().now());
        source.forEach(this::offer);
        addCandidates();
        writeShard();
        writeRejected();
        ledger.finishPlan(run.runId(), plan, urls, duplicates, rejectedCount, shards);
        return plan();
    }

    private void checkOptions(RunRecord known) {
        byte[] options = run.request().options();
        if (!Arrays.equals(known.options(), options)) {
            throw new IllegalStateException(run + " was planned with the options " + text(known.options())
                    + ", but now has " + text(options) + "; use the same options, or another run id");
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private void offer(String given) {
        String url = Checks.notNull("a URL of " + run, given).trim();
        if (url.isEmpty()) {
            return;
        }
        String problem = problem(url);
        if (problem != null) {
            reject(url, problem);
        } else if (candidates.putIfAbsent(Hash128.of(url), url) != null) {
            duplicates++;
        } else if (candidates.size() == CANDIDATES) {
            addCandidates();
        }
    }

    private static @Nullable String problem(String url) {
        if (url.length() > MAX_URL_LENGTH) {
            return "the URL has " + url.length() + " characters, more than " + MAX_URL_LENGTH;
        }
        try {
            Checks.httpUrl("the entry", url);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private void reject(String entry, String problem) {
        rejectedCount++;
        rejected.add(new UrlFailure(Hash128.of(entry), entry, problem, -1, false));
        if (rejected.size() == CANDIDATES) {
            writeRejected();
        }
    }

    private void addCandidates() {
        resources.checkNotInterrupted("the planning of " + run);
        resources.checkOpen();
        Set<Hash128> known = ledger.planned(run.runId(), candidates.keySet());
        candidates.forEach((hash, url) -> {
            if (known.contains(hash) || shard.containsKey(hash)) {
                duplicates++;
            } else {
                add(hash, url);
            }
        });
        candidates.clear();
    }

    private void add(Hash128 hash, String url) {
        if (shard.size() == run.shardSize() || shardCharacters + url.length() > MAX_SHARD_CHARACTERS) {
            writeShard();
        }
        shard.put(hash, url);
        shardCharacters += url.length();
        urls++;
    }

    private void writeShard() {
        if (shard.isEmpty()) {
            return;
        }
        byte[] request = run.request().body(run.runId(), shards, 0, List.copyOf(shard.values()));
        ledger.addShard(run.runId(), plan, new PlannedShard(shards, 0, request, List.copyOf(shard.keySet())));
        shards++;
        shard = new LinkedHashMap<>();
        shardCharacters = 0;
    }

    private void writeRejected() {
        if (!rejected.isEmpty()) {
            ledger.addRejected(run.runId(), plan, distinct(rejected));
            rejected.clear();
        }
    }

    private static List<UrlFailure> distinct(List<UrlFailure> failures) {
        Map<Hash128, UrlFailure> byHash = new LinkedHashMap<>();
        failures.forEach(failure -> byHash.putIfAbsent(failure.hash(), failure));
        return List.copyOf(byHash.values());
    }
}
