package dev.reader.client.run;

import dev.reader.client.model.Job;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.client.run.LedgerStore.ShardTransaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes the results of a shard to the handler, and notes them: in one transaction, or after they were handled. */
final class ResultStorer {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);
    private static final UrlState UNKNOWN = new UrlState(null, -1);

    private final RunConfig run;
    private final LedgerStore ledger;

    ResultStorer(RunConfig run) {
        this.run = run;
        this.ledger = run.ledger();
    }

    /** What a part of the results comes to: the pages for the handler, and what to note. */
    private record Selection(List<RunPage> pages, PartNotes notes) {}

    /** Handles and notes those of the pages that are not noted yet. Returns what was noted. */
    PartNotes store(ShardRecord shard, ShardUrls urls, List<Page> pages) {
        Map<String, Page> results = match(shard, urls, pages);
        if (run.sink().isTransactional()) {
            return ledger.inShard(run.runId(), shard.number(), transaction -> {
                Selection selection = select(transaction, shard, urls, results);
                run.sink().handle(selection.pages(), transaction.connection());
                note(transaction, selection.notes());
                return selection.notes();
            });
        }
        Selection selection =
                ledger.inShard(run.runId(), shard.number(), transaction -> select(transaction, shard, urls, results));
        run.sink().handle(selection.pages(), null);
        return ledger.inShard(run.runId(), shard.number(), transaction -> {
            // Another process may have noted them meanwhile.
            PartNotes notes = select(transaction, shard, urls, results).notes();
            note(transaction, notes);
            return notes;
        });
    }

    private static void note(ShardTransaction transaction, PartNotes notes) {
        if (!notes.isEmpty()) {
            transaction.note(notes);
        }
    }

    /** Returns the results by the shard's URLs; of two for one URL, the one that did not fail. */
    private static Map<String, Page> match(ShardRecord shard, ShardUrls urls, List<Page> pages) {
        Map<String, Page> results = new LinkedHashMap<>();
        for (Page page : pages) {
            String url = urls.match(page.url());
            if (url == null) {
                LOG.warn("job {} has a result of {}, which is not among its URLs; ignored", shard.jobId(), page.url());
            } else {
                results.merge(url, page, (first, second) -> first.failed() ? second : first);
            }
        }
        return results;
    }

    private Selection select(
            ShardTransaction transaction, ShardRecord shard, ShardUrls urls, Map<String, Page> results) {
        List<Hash128> hashes = results.keySet().stream().map(urls::hash).toList();
        Map<Hash128, UrlState> states = transaction.states(run.runId(), hashes);
        String earlierRun = run.comparedWith();
        Map<Hash128, UrlState> earlier = earlierRun == null ? Map.of() : transaction.states(earlierRun, hashes);
        List<RunPage> deliver = new ArrayList<>();
        List<PartNotes.Stored> stored = new ArrayList<>();
        List<UrlFailure> failures = new ArrayList<>();
        int changed = 0;
        int unchanged = 0;
        for (Map.Entry<String, Page> result : results.entrySet()) {
            String url = result.getKey();
            Page page = result.getValue();
            Hash128 hash = urls.hash(url);
            UrlState state = states.getOrDefault(hash, UNKNOWN);
            if (state.isStored()) {
                continue;
            }
            if (page.failed()) {
                if (state.failedRound() < shard.round()) {
                    failures.add(new UrlFailure(hash, url, String.valueOf(page.error()), shard.round(), true));
                }
                continue;
            }
            Hash128 content = ContentHash.of(page);
            PageChange change = change(content, earlier.get(hash));
            changed += change == PageChange.CHANGED ? 1 : 0;
            unchanged += change == PageChange.UNCHANGED ? 1 : 0;
            stored.add(new PartNotes.Stored(hash, content));
            if (!run.onlyChanged() || change != PageChange.UNCHANGED) {
                deliver.add(new RunPage(url, key(url), page, change, content.hex()));
            }
        }
        return new Selection(deliver, new PartNotes(stored, failures, changed, unchanged));
    }

    private static PageChange change(Hash128 content, @Nullable UrlState earlier) {
        if (earlier == null || !earlier.isStored()) {
            return PageChange.NEW;
        }
        return content.equals(earlier.contentHash()) ? PageChange.UNCHANGED : PageChange.CHANGED;
    }

    private String key(String url) {
        return Hash128.of(run.runId() + '\n' + url).hex();
    }

    /** Notes the URLs that the job's results lack, and settles the shard. */
    void finish(ShardRecord shard, ShardUrls urls, Job job) {
        boolean completed = job.status().equals(JobStatus.COMPLETED);
        // A completed job attempted every URL, so the missing page may have been charged.
        String reason = completed
                ? "job " + job.id() + " is completed, but its results lack this URL"
                : "job " + job.id() + " ended as " + job.status() + (job.error() == null ? "" : ": " + job.error());
        failRest(shard, urls, reason, !completed);
        ledger.settle(run.runId(), shard.number(), ShardState.STORED, credits(shard, urls, job));
    }

    /** Notes that the URLs that are neither stored nor failed in this round have failed. */
    void failRest(ShardRecord shard, ShardUrls urls, String reason, boolean retryable) {
        ledger.inShard(run.runId(), shard.number(), transaction -> {
            Map<Hash128, UrlState> states =
                    transaction.states(run.runId(), urls.hashes().values());
            List<UrlFailure> failures = new ArrayList<>();
            urls.hashes().forEach((url, hash) -> {
                UrlState state = states.getOrDefault(hash, UNKNOWN);
                if (!state.isStored() && state.failedRound() < shard.round()) {
                    failures.add(new UrlFailure(hash, url, reason, shard.round(), retryable));
                }
            });
            note(transaction, PartNotes.ofFailures(failures));
            return failures.size();
        });
    }

    /** Returns the job's cost; if the server does not tell it, the highest that its pages may have had. */
    private long credits(ShardRecord shard, ShardUrls urls, Job job) {
        if (job.creditsUsed() != null) {
            return job.creditsUsed();
        }
        long pages = ledger.<Long>inShard(
                run.runId(),
                shard.number(),
                transaction -> transaction.states(run.runId(), urls.hashes().values()).values().stream()
                        .filter(UrlState::isStored)
                        .count());
        return pages * run.maxCreditsPerPage();
    }
}
