package dev.reader.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.ModelJob.Attempt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The frames that a job has on its own stream, or on the workspace's. */
final class ModelStream {
    /** Frames that tell of nothing, or can't be read. */
    private static final List<String> ODD_FRAMES = List.of(
            "event: page\ndata: {\"url\": hm}\n\n",
            "event: page\ndata: null\n\n",
            "event: tomorrow\ndata: {\"x\":1}\n\n",
            "event: progress\ndata: {\"status\":\"processing\",\"completed\":0}\n\n",
            "event: progress\ndata: {\"status\":null,\"completed\":null}\n\n",
            "event: error\ndata: {\"url\":null,\"error\":null}\n\n",
            "event: error\ndata: {}\n\n",
            ": a comment\n\n",
            "retry: 10\n\n",
            "data: no name\n\n",
            "event: job:progress\ndata: {\"jobId\":null,\"status\":null}\n\n",
            "event: job:completed\ndata: {\"jobId\":\"other\",\"status\":null}\n\n",
            "event: job:failed\ndata: <html>\n\n");

    private final ModelJob job;
    private final Habits habits;
    private final Random random;
    private final List<Frame> frames = new ArrayList<>();
    private @Nullable ObjectNode lastPage;

    /** What a frame means. */
    enum Kind {
        PAGE,
        OTHER,
        EARLIER_END,
        PROGRESS_THAT_TELLS_THE_END,
        END;

        boolean tellsAnEnd() {
            return this != PAGE && this != OTHER;
        }
    }

    /** A frame and when it is sent to who listens then. */
    record Frame(long at, Kind kind, String text) {}

    /** How a failed page is told. */
    enum FailureForm {
        ERROR,
        PAGE,
        ERROR_AND_PAGE,
        PAGE_AND_ERROR,
        ERROR_WITHOUT_TEXT,
        ERROR_WITHOUT_URL
    }

    /** What a server tells on streams; the same for all jobs. */
    record Habits(
            FailureForm failureForm,
            boolean hidesFirstFailures,
            boolean hidesRetries,
            boolean hidesEnds,
            boolean endsAsProgress,
            boolean cancellationsAsFailures,
            boolean countsSuccessesOnly,
            double doubled,
            double substituted,
            double lost,
            double odd) {

        Habits(Choices choices, boolean countsSuccessesOnly) {
            this(
                    choices.among(
                            "another form of failures",
                            FailureForm.ERROR,
                            FailureForm.PAGE,
                            FailureForm.ERROR_AND_PAGE,
                            FailureForm.PAGE_AND_ERROR,
                            FailureForm.ERROR_WITHOUT_TEXT,
                            FailureForm.ERROR_WITHOUT_URL),
                    choices.of("hides first failures"),
                    choices.of("hides retried pages"),
                    choices.of("hides ends"),
                    choices.of("tells ends as progress"),
                    choices.of("tells cancellations as failures"),
                    choices.of("counts otherwise than the record") != countsSuccessesOnly,
                    choices.of("doubled events", 0.0, random -> random.nextDouble() * 0.6),
                    choices.of("one page in place of another", 0.0, random -> random.nextDouble() * 0.6),
                    choices.of("lost events", 0.0, random -> Math.min(1, random.nextDouble() * 1.3)),
                    choices.of("odd frames", 0.0, random -> random.nextDouble() * 0.4));
        }
    }

    private ModelStream(ModelJob job, Habits habits, Random random) {
        this.job = job;
        this.habits = habits;
        this.random = random;
    }

    /** The frames of the job's own stream, in order. */
    static List<Frame> ofJob(ModelJob job, Habits habits, Random random) {
        ModelStream stream = new ModelStream(job, habits, random);
        for (Attempt attempt : job.timeline.attempts) {
            stream.attempt(attempt);
            stream.maybeOdd(attempt.at());
        }
        stream.ends("progress", "done");
        return stream.sorted();
    }

    /** The frames of one job on the workspace's stream, in order. */
    static List<Frame> ofWorkspace(ModelJob job, Habits habits, Random random) {
        ModelStream stream = new ModelStream(job, habits, random);
        for (Attempt attempt : job.timeline.attempts) {
            if (random.nextInt(3) == 0) {
                stream.add(attempt.at(), Kind.OTHER, "job:progress", stream.counts("processing", attempt.at()));
            }
            stream.maybeOdd(attempt.at());
        }
        stream.ends("job:progress", stream.workspaceEnd());
        return stream.sorted();
    }

    private String workspaceEnd() {
        return switch (job.ending) {
            case "completed" -> "job:completed";
            case "failed" -> "job:failed";
            // nothing is documented of a cancellation
            default -> habits.cancellationsAsFailures() ? "job:failed" : "job:progress";
        };
    }

    private List<Frame> sorted() {
        frames.sort(Comparator.comparingLong(Frame::at));
        return frames;
    }

    private void attempt(Attempt attempt) {
        if (random.nextInt(3) == 0) {
            add(attempt.at(), Kind.OTHER, "progress", counts("processing", attempt.at()));
        }
        ObjectNode page = job.page(attempt);
        boolean retry = job.firstAttemptAt(attempt.page()) < attempt.at();
        boolean hidden = attempt.ok() ? retry && habits.hidesRetries() : !attempt.last() && habits.hidesFirstFailures();
        if (hidden) {
            return;
        }
        if (attempt.ok()) {
            lastPage = lastPage != null && random.nextDouble() < habits.substituted() ? lastPage : page;
            add(attempt.at(), Kind.PAGE, "page", lastPage.toString());
        } else {
            failure(attempt, page);
        }
    }

    private void failure(Attempt attempt, ObjectNode page) {
        String error = "{\"url\":\"" + page.get("url").asText() + "\",\"error\":\"timeout\"}";
        long at = attempt.at();
        switch (habits.failureForm()) {
            case ERROR -> add(at, Kind.OTHER, "error", error);
            case PAGE -> add(at, Kind.OTHER, "page", page.toString());
            case ERROR_AND_PAGE -> {
                add(at, Kind.OTHER, "error", error);
                add(at, Kind.OTHER, "page", page.toString());
            }
            case PAGE_AND_ERROR -> {
                add(at, Kind.OTHER, "page", page.toString());
                add(at, Kind.OTHER, "error", error);
            }
            case ERROR_WITHOUT_TEXT -> add(at, Kind.OTHER, "error", error.replace("\"timeout\"", "null"));
            case ERROR_WITHOUT_URL -> add(at, Kind.OTHER, "error", "{\"url\":null,\"error\":\"timeout\"}");
        }
    }

    private void ends(String progress, String end) {
        if (job.timeline.earlierEnd >= 0) {
            add(job.timeline.earlierEnd, Kind.EARLIER_END, end, counts("completed", job.timeline.earlierEnd));
            add(job.timeline.queuedAgain, Kind.OTHER, progress, counts("queued", job.timeline.queuedAgain));
        }
        if (habits.endsAsProgress()) {
            add(job.timeline.end, Kind.PROGRESS_THAT_TELLS_THE_END, progress, counts(job.ending, job.timeline.end));
        }
        if (!habits.hidesEnds()) {
            add(job.timeline.end, Kind.END, end, counts(job.ending, job.timeline.end));
        }
    }

    private String counts(String status, long at) {
        return "{\"jobId\":\"" + job.id + "\",\"status\":\"" + status + "\",\"completed\":"
                + job.completed(at, habits.countsSuccessesOnly()) + ",\"total\":" + job.pages
                + ",\"creditsUsed\":1,\"error\":\"no reason\"}";
    }

    private void add(long at, Kind kind, String name, String data) {
        if (!kind.tellsAnEnd() && random.nextDouble() < habits.lost()) {
            return;
        }
        Frame frame = new Frame(at, kind, SseServer.Stream.frame(name, data));
        frames.add(frame);
        if (random.nextDouble() < habits.doubled()) {
            frames.add(new Frame(at + (kind == Kind.END ? 0 : random.nextInt(2000)), kind, frame.text()));
        }
    }

    private void maybeOdd(long at) {
        if (random.nextDouble() < habits.odd()) {
            frames.add(new Frame(at, Kind.OTHER, ODD_FRAMES.get(random.nextInt(ODD_FRAMES.size()))));
        }
    }
}
