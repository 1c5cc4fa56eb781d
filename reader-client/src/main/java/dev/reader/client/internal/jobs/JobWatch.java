package dev.reader.client.internal.jobs;

import dev.reader.client.ReaderListener.EndMeans;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides when one job's record is asked for. Decides only; {@link JobWatcher} asks. All times are nanoseconds of the
 * client's clock. Not thread-safe.
 *
 * <p>Without polling, there are two reasons to ask. Silence: nothing was heard of the job for 10 s after a connection was
 * opened, or for 60 s since its last event; such questions come at most once a minute and grow rarer, to one in 5 minutes.
 * An event that tells the end: then the record is asked for at once, and until it agrees, with backoff from 200 ms.
 */
final class JobWatch {
    /** A little less than 10 s, so that an end is noticed within 10 s of connecting. */
    private static final long SILENCE_AFTER_CONNECTING =
            Duration.ofMillis(9_500).toNanos();
    /** A little less than 60 s, for the same reason. */
    private static final long SILENCE_AFTER_EVENT = Duration.ofMillis(59_500).toNanos();

    private static final long MIN_BETWEEN = Duration.ofMinutes(1).toNanos();
    private static final long MAX_BETWEEN = Duration.ofMinutes(5).toNanos();
    private static final long MIN_BACKOFF = Duration.ofMillis(200).toNanos();
    private static final long MAX_BACKOFF = Duration.ofSeconds(30).toNanos();
    /** After so many reconnects without an answer, events no longer defer a question. */
    private static final int UNSTABLE = 2;

    private static final long NEVER = Long.MAX_VALUE;

    private final String jobId;
    private final long start;
    private long nextQuestion = NEVER;
    private long lastAnswer;
    private boolean askedOnRequest;
    private boolean askedInSilence;
    private long lastAskedInSilence;
    private boolean connectedBefore;
    private int reconnectsSinceAnswer;
    private boolean live;
    private long between = MIN_BETWEEN;
    private long backoff = MIN_BACKOFF;
    private boolean endTold;
    private boolean contradicted;
    private boolean everContradicted;
    private boolean polling;
    private @Nullable Duration pollInterval;
    private boolean waitingForAnswer;
    private boolean askedForEnd;
    private boolean answered;
    private boolean endToldMeanwhile;

    JobWatch(String jobId, long now) {
        this.jobId = jobId;
        this.start = now;
        this.lastAnswer = now;
    }

    String jobId() {
        return jobId;
    }

    /** Returns how long it is until the next question; null if none is planned. */
    @Nullable
    Duration untilNextQuestion(long now) {
        return nextQuestion == NEVER || waitingForAnswer ? null : Duration.ofNanos(Math.max(0, nextQuestion - now));
    }

    boolean isDue(long now) {
        return nextQuestion != NEVER && !waitingForAnswer && nextQuestion - now <= 0;
    }

    /** The first connection is being opened. */
    void started(long now) {
        sooner(now + SILENCE_AFTER_CONNECTING);
    }

    /** A connection is open. */
    void connected(long now) {
        live = !connectedBefore;
        if (connectedBefore) {
            reconnectsSinceAnswer++;
        }
        connectedBefore = true;
        between = MIN_BETWEEN;
        if (!polling) {
            sooner(notWithinAMinute(now + SILENCE_AFTER_CONNECTING));
        }
    }

    /**
     * An event about the job came that does not tell its end.
     *
     * @param isNew whether it tells more than was known; on a later connection, what is known may be a mere repetition
     */
    void heard(boolean isNew, long now) {
        live |= isNew;
        if (polling || !live || askedOnRequest || (endTold && !contradicted)) {
            return;
        }
        long question = notWithinAMinute(now + SILENCE_AFTER_EVENT);
        if (endTold) {
            // The end was that of an earlier run, or the record is late: one more question soon does no harm.
            endTold = false;
            sooner(question);
        } else if (reconnectsSinceAnswer >= UNSTABLE) {
            // A server that replays a little on each of many short connections would defer the question again and
            // again.
            sooner(question);
        } else {
            nextQuestion = question;
        }
        between = MIN_BETWEEN;
    }

    /** An event told that the job is over. */
    void endTold(long now) {
        endTold = true;
        endToldMeanwhile = waitingForAnswer;
        sooner(everContradicted ? Math.max(now, lastAnswer + backoff) : now);
        contradicted = false;
    }

    /** The record is needed at a time. */
    void askAt(long time) {
        askedOnRequest = true;
        nextQuestion = time;
    }

    /** The stream is not available: the record is asked for at an interval, or at the documented pace if it is null. */
    void poll(@Nullable Duration interval, long now) {
        polling = true;
        pollInterval = interval;
        nextQuestion = now;
    }

    boolean isPolling() {
        return polling;
    }

    /** {@return how the job's end is learned if the next answer tells it} */
    EndMeans means() {
        return polling ? EndMeans.POLLING : endTold ? EndMeans.EVENT : EndMeans.RECORD;
    }

    /** Returns whether a question was asked and not answered yet. */
    boolean isWaitingForAnswer() {
        return waitingForAnswer;
    }

    /** Returns whether a question was answered before. */
    boolean wasAnswered() {
        return answered;
    }

    /** Returns whether an event has told the end, and the record has not contradicted such an event yet. */
    boolean isEndTold() {
        return endTold && !everContradicted;
    }

    void asked() {
        waitingForAnswer = true;
        askedForEnd = endTold;
    }

    /** The record says that the job is not over, or could not be read. */
    void answered(long now) {
        waitingForAnswer = false;
        reconnectsSinceAnswer = 0;
        answered = true;
        lastAnswer = now;
        if (!askedOnRequest && !endTold) {
            askedInSilence = true;
            lastAskedInSilence = now;
        }
        askedOnRequest = false;
        if (polling) {
            Duration elapsed = Duration.ofNanos(now - start);
            nextQuestion = now + (pollInterval == null ? PollPace.after(elapsed) : pollInterval).toNanos();
        } else if (endToldMeanwhile) {
            // The answer may be older than the event.
            endToldMeanwhile = false;
            everContradicted |= askedForEnd;
            nextQuestion = now;
        } else if (endTold) {
            contradicted = true;
            everContradicted = true;
            nextQuestion = now + backoff;
            backoff = Math.min(2 * backoff, MAX_BACKOFF);
        } else {
            nextQuestion = now + between;
            between = Math.min(2 * between, MAX_BETWEEN);
        }
    }

    /** Returns whether the record has contradicted the told end for more than a second, as it does an earlier run's. */
    boolean isEndDoubtful() {
        return backoff > 8 * MIN_BACKOFF;
    }

    private void sooner(long question) {
        if (nextQuestion == NEVER || question - nextQuestion < 0) {
            nextQuestion = question;
        }
    }

    private long notWithinAMinute(long question) {
        long earliest = lastAskedInSilence + MIN_BETWEEN;
        return askedInSilence && question - earliest < 0 ? earliest : question;
    }
}
