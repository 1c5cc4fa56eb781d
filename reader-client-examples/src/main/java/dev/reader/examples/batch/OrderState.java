package dev.reader.examples.batch;

import java.util.Arrays;
import java.util.List;

/** The state of an order. */
public enum OrderState {
    /** It is stored here. The API has not accepted it yet. */
    NEW(Kind.OPEN),
    /** Its job runs, or its results are not stored yet. */
    SUBMITTED(Kind.OPEN),
    /** Its pages are stored, some of them failed, and the failed ones are to be retried. */
    RETRY_DUE(Kind.OPEN),
    /** Every page is stored. */
    STORED(Kind.FINISHED),
    /** Every page is stored, but some of them failed, and the retries are used up. */
    INCOMPLETE(Kind.FINISHED),
    /** The API refuses the order, for example because a URL is blocked. */
    REJECTED(Kind.DEAD_LETTER),
    /** The job failed as a whole. The pages that it had finished are stored. */
    JOB_FAILED(Kind.DEAD_LETTER),
    /** Somebody cancelled the job. The pages that it had finished are stored. */
    JOB_CANCELLED(Kind.DEAD_LETTER),
    /** The server does not know the job any more. */
    JOB_LOST(Kind.DEAD_LETTER),
    /** It was still open when it became too old. */
    EXPIRED(Kind.DEAD_LETTER);

    private enum Kind {
        OPEN,
        FINISHED,
        DEAD_LETTER
    }

    private final Kind kind;

    OrderState(Kind kind) {
        this.kind = kind;
    }

    /** Tells whether the sweep still works on the order. */
    public boolean isOpen() {
        return kind == Kind.OPEN;
    }

    /** Tells whether somebody has to look at the order and to queue it again, or to give it up. */
    public boolean isDeadLetter() {
        return kind == Kind.DEAD_LETTER;
    }

    static List<OrderState> open() {
        return Arrays.stream(values()).filter(OrderState::isOpen).toList();
    }

    static List<OrderState> deadLetters() {
        return Arrays.stream(values()).filter(OrderState::isDeadLetter).toList();
    }
}
