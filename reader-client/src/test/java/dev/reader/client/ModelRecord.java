package dev.reader.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.ModelJob.Attempt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What {@code GET /v1/jobs/{id}} shows of a job, and when. */
final class ModelRecord {
    private final ModelJob job;
    private final Habits habits;
    private final List<Integer> order = new ArrayList<>();

    /**
     * How a server keeps records; the same for all jobs.
     *
     * @param recordLag how long after its end a job still runs by its record
     * @param resultLag how long results are missing after that; few seconds, since a client can't tell a long lag from
     *     pages that never come, and fewer where {@code completed} does not announce them
     */
    record Habits(
            long recordLag,
            long resultLag,
            boolean countsSuccessesOnly,
            boolean listsWholeJob,
            boolean shuffled,
            boolean hidesQueuedAgain,
            boolean tellsMoreThanStreams,
            int largestLimit) {

        static Habits of(Choices choices) {
            boolean countsSuccessesOnly = choices.of("counts successes only");
            int longestLag = countsSuccessesOnly ? 1_500 : 9_000;
            return new Habits(
                    choices.of("record lags", 0L, ModelRecord::recordLag),
                    choices.of("results lag", 0L, random -> 1L + random.nextInt(longestLag)),
                    countsSuccessesOnly,
                    choices.of("counts results that never come"),
                    choices.of("results in another order"),
                    choices.of("hides pages that are queued again"),
                    choices.of("results tell more than the stream"),
                    choices.among("smaller limit", 100, 1, 7, 20));
        }

        long longestLag() {
            return recordLag + resultLag;
        }
    }

    private static long recordLag(Random random) {
        return random.nextInt(5) == 0 ? random.nextInt(90_000) : random.nextInt(3000);
    }

    ModelRecord(ModelJob job, Habits habits, Random random) {
        this.job = job;
        this.habits = habits;
        for (int page = 0; page < job.pages; page++) {
            order.add(page);
        }
        if (resultLag() > 0) {
            // What comes late comes behind the rest, or a list could not be read page by page.
            order.sort(Comparator.comparingLong(job::firstAttemptAt));
        } else if (habits.shuffled()) {
            Collections.shuffle(order, random);
        }
    }

    /** How long results stay behind; not at all where neither count tells that some are missing. */
    private long resultLag() {
        boolean untold = habits.countsSuccessesOnly() && !job.ending.equals("completed");
        return habits.resultLag() == 0 || untold ? 0 : habits.longestLag();
    }

    /** When the record and the results are what they stay. */
    long settled() {
        return job.timeline.end + Math.max(habits.recordLag(), resultLag());
    }

    /** The results that it has in the end. */
    List<ObjectNode> results() {
        return shown(settled()).stream().map(this::result).toList();
    }

    /** The URLs of pages that failed and in the end did not. */
    List<String> failedBefore() {
        List<String> urls = new ArrayList<>();
        for (int page = 0; page < job.pages; page++) {
            Attempt last = shown(page, settled());
            boolean failed = job.attempts(page).stream().anyMatch(attempt -> !attempt.ok());
            if (failed && last != null && last.ok()) {
                urls.add(job.url(page));
            }
        }
        return urls;
    }

    /** How many results it gives at once; not so few of a long job that listing it takes hundreds of requests. */
    int largestLimit() {
        return Math.max(habits.largestLimit(), job.pages / 10);
    }

    /** How often results that lag may be asked for: whether they have grown, and then what they are. */
    int readingsAtMost() {
        return resultLag() == 0 ? 1 : 1 + 2 * Backoffs.within(habits.resultLag());
    }

    String status(long at) {
        if (at >= job.timeline.end + habits.recordLag()) {
            return job.ending;
        }
        boolean over = job.timeline.earlierEnd >= 0
                && at >= job.timeline.earlierEnd + habits.recordLag()
                && at < job.timeline.queuedAgain;
        return over ? "completed" : "processing";
    }

    private List<Attempt> shown(long at) {
        List<Attempt> shown = new ArrayList<>();
        for (int page : order) {
            Attempt attempt = shown(page, at);
            if (attempt != null) {
                shown.add(attempt);
            }
        }
        return shown;
    }

    private ObjectNode result(Attempt attempt) {
        ObjectNode result = job.page(attempt);
        // A page whose URL repeats is told from the others by its content alone.
        return habits.tellsMoreThanStreams() && !job.repeatsUrls()
                ? result.put("jobId", job.id).put("attemptedAt", attempt.at())
                : result;
    }

    private @Nullable Attempt shown(int page, long at) {
        Attempt last = job.lastAttempt(page, at);
        boolean settledYet = job.lastAttempt(page, at - resultLag()) != null;
        boolean hidden = habits.hidesQueuedAgain() && at < job.timeline.end && last != null && job.isPending(last, at);
        if (last == null || !settledYet || hidden) {
            return null;
        }
        return last;
    }

    String answer(long at, int skip, int asked) {
        List<Attempt> results = shown(at);
        int limit = Math.min(asked, largestLimit());
        int from = Math.min(skip, results.size());
        int to = Math.min(results.size(), from + limit);
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("success", true);
        ArrayNode page = answer.putObject("data")
                .put("id", job.id)
                .put("status", status(at))
                .put("mode", "batch")
                .put("total", job.pages)
                .put("completed", job.completed(at, habits.countsSuccessesOnly()))
                .putNull("error")
                .putArray("results");
        results.subList(from, to).forEach(attempt -> page.add(result(attempt)));
        int listed = habits.listsWholeJob() ? job.pages : results.size();
        answer.putObject("pagination")
                .put("total", listed)
                .put("skip", skip)
                .put("limit", limit)
                .put("hasMore", skip + (to - from) < listed);
        return answer.toString();
    }
}
