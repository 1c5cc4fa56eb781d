package dev.reader.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The truth about one job: its pages, what was attempted when, and how it ended. Times are milliseconds. */
final class ModelJob {
    /**
     * One attempt at a page.
     *
     * @param last whether none follows in the same run of the job
     */
    record Attempt(long at, int page, boolean ok, boolean last) {}

    final String id;
    final String ending;
    final int pages;
    final ModelTimeline timeline;
    /** When the client begins to follow the job. */
    final long called;

    private final List<List<Attempt>> attempts = new ArrayList<>();
    private final int urls;
    private final int contents;
    private final int characters;
    private final boolean oddFields;

    ModelJob(String id, Choices choices, long lag) {
        this.id = id;
        int few = 1 + choices.random("few pages of " + id).nextInt(6);
        pages = choices.of(
                "number of pages of " + id,
                few,
                wild -> wild.nextInt(8) == 0 ? 80 + wild.nextInt(170) : wild.nextInt(14));
        urls = choices.of("repeated URLs of " + id, pages, wild -> 1 + wild.nextInt(3));
        contents = choices.of("repeated content of " + id, pages, wild -> 1 + wild.nextInt(2));
        characters = choices.of("large pages of " + id, 0, wild -> 300 + wild.nextInt(2000));
        oddFields = choices.of("odd fields of " + id);
        ending = choices.among("ending of " + id, "completed", "cancelled", "failed");
        timeline = new ModelTimeline(id, pages, ending.equals("completed"), choices, lag);
        for (int page = 0; page < pages; page++) {
            int number = page;
            attempts.add(timeline.attempts.stream()
                    .filter(attempt -> attempt.page() == number)
                    .toList());
        }
        long begin = Math.max(0, timeline.queuedAgain);
        called = choices.of(
                "called late of " + id,
                begin,
                wild -> begin + (long) (wild.nextDouble() * 1.5 * (timeline.end - begin)) + 1);
    }

    /** The attempts at a page, in order. */
    List<Attempt> attempts(int page) {
        return attempts.get(page);
    }

    /** The last attempt at a page by a time; null before the first. */
    @Nullable
    Attempt lastAttempt(int page, long by) {
        Attempt last = null;
        for (Attempt attempt : attempts(page)) {
            if (attempt.at() <= by) {
                last = attempt;
            }
        }
        return last;
    }

    /** When a page was attempted first; never if it was not. */
    long firstAttemptAt(int page) {
        return attempts(page).isEmpty() ? Long.MAX_VALUE : attempts(page).get(0).at();
    }

    /** Whether the job was queued again for what this attempt left failed. */
    boolean isPending(Attempt attempt, long at) {
        long again = timeline.queuedAgain;
        return again >= 0 && attempt.at() < again && again <= at && !attempt.ok();
    }

    /** How many pages are done, by one way of counting. */
    int completed(long at, boolean successesOnly) {
        int count = 0;
        for (int page = 0; page < pages; page++) {
            Attempt last = lastAttempt(page, at);
            if (last != null && !isPending(last, at) && (last.ok() || !successesOnly)) {
                count++;
            }
        }
        return count;
    }

    boolean repeatsUrls() {
        return urls < pages;
    }

    boolean isLarge() {
        return characters > 0;
    }

    String url(int page) {
        return "https://a.example/" + page % urls;
    }

    /** The page as an attempt at it left it. */
    ObjectNode page(Attempt attempt) {
        int page = attempt.page();
        if (!attempt.ok()) {
            return FakeJob.failed(url(page), "timeout");
        }
        ObjectNode content = FakeJob.page(url(page), "content " + page % contents + "x".repeat(characters));
        if (oddFields && page % 3 == 0) {
            content.put("credits", 0.5).put("statusCode", "two hundred");
            content.putObject("metadata").put("scrapedAt", "yesterday").putArray("description");
        }
        return content;
    }

    @Override
    public String toString() {
        String earlier = timeline.queuedAgain < 0
                ? ""
                : ", ended at " + timeline.earlierEnd + " and queued again at " + timeline.queuedAgain;
        return id + ": " + pages + " pages, " + ending + " at " + timeline.end + ", called at " + called + earlier
                + ", " + timeline.attempts;
    }
}
