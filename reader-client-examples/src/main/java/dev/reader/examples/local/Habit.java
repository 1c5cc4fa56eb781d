package dev.reader.examples.local;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A way in which a server may behave where the documents of the API leave a choice, or contradict each other. Without
 * habits, the local Reader follows the documented reading.
 */
public enum Habit {
    /** The stream of a job does not send the events from before its connection. */
    NO_REPLAY("a job's stream does not send the events from before its connection"),
    /** The stream of a job that has ended stays open and sends only pings. */
    PINGS_AFTER_END("the stream of a job that has ended stays open and sends only pings"),
    /** The stream of a job that has ended closes without an event. */
    CLOSE_AFTER_END("the stream of a job that has ended closes without an event"),
    /** The stream of a job never sends {@code done}; it stays open. */
    DONE_LOST("the stream of a job never sends done, and stays open"),
    /** The frames of streams carry ids, and {@code Last-Event-ID} continues after one. */
    EVENT_IDS("frames carry ids, and a stream continues after the Last-Event-ID"),
    /** Streams send each event twice, except {@code done}. */
    EVENTS_TWICE("streams send each event twice, except done"),
    /** A failed page is sent as {@code page} instead of {@code error}. */
    FAILURES_AS_PAGES("a stream sends a failed page as page, not as error"),
    /** A failed page is sent as {@code error} and as {@code page}. */
    FAILURES_AS_BOTH("a stream sends a failed page as error and as page"),
    /** The stream of a retried job does not send the pages that are read again. */
    RETRIES_UNTOLD("the stream of a retried job does not send the pages that are read again"),
    /** The counts of a job leave failed pages out. */
    COUNT_SUCCESSES("completed counts only the pages that succeeded"),
    /** The last results of a job appear {@link LocalReader#RESULTS_LAG} after its end. */
    RESULTS_LAG("the last result of a job appears one second after its end"),
    /** The results of a job are sorted by URL, not in the order of the stream. */
    RESULTS_SORTED("results are sorted by URL, not in the order of the stream"),
    /** {@code pagination.total} of a job's results is the job's total. */
    TOTAL_OF_JOB("pagination.total of a job is the job's total"),
    /** A cancellation is sent to the workspace's stream as {@code job:progress}. */
    CANCEL_AS_PROGRESS("the workspace's stream sends a cancellation as job:progress"),
    /** A cancellation is sent to the workspace's stream as {@code job:completed}. */
    CANCEL_AS_COMPLETED("the workspace's stream sends a cancellation as job:completed"),
    /** Each attempt of a webhook delivery has its own id. */
    DELIVERY_ID_PER_ATTEMPT("each attempt of a webhook delivery has its own id"),
    /** A webhook's secret can't be changed. */
    SECRET_FIXED("PATCH does not accept the secret of a webhook"),
    /** API keys can be created and revoked in the dashboard only; the API answers 403. */
    KEYS_IN_DASHBOARD("API keys can't be created or revoked over the API"),
    /** A 5xx response is kept under its idempotency key, like a success. */
    KEEP_SERVER_ERRORS("a 5xx response is kept under its idempotency key"),
    /** {@code concurrency_limited} carries {@code Retry-After}. */
    CONCURRENCY_RETRY_AFTER("concurrency_limited carries Retry-After"),
    /** The path of an issue is a list instead of a string. */
    ISSUE_PATH_LIST("the path of an issue is a list, not a string");

    private final String description;

    Habit(String description) {
        this.description = description;
    }

    /** Returns the name on the command line, such as {@code no-replay}. */
    public String specName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns a description in one line. */
    public String description() {
        return description;
    }

    /**
     * Returns the habit with a name such as {@code no-replay}.
     *
     * @throws IllegalArgumentException if there is none; the message names all habits
     */
    public static Habit parse(String name) {
        for (Habit habit : values()) {
            if (habit.specName().equals(name)) {
                return habit;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is not a habit; use one of "
                + Arrays.stream(values()).map(Habit::specName).collect(Collectors.joining(", ")));
    }
}
