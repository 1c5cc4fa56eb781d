package dev.reader.examples.local;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong on purpose.
 *
 * <p>Written {@code kind}, {@code kind:number}, and then optionally {@code xTIMES} and {@code @PATH}: {@code
 * cut-stream:5} ends every stream after five events, {@code cut-stream:5x2} the next two, {@code
 * server-error:3@/v1/read} answers 500 to the next three requests whose path begins so.
 *
 * @param number what it means depends on the kind: events, or milliseconds
 * @param times how often it strikes before it is over; {@link #ALWAYS} until it is removed
 * @param pathPrefix the beginning of the paths that it strikes; every path when empty
 */
public record Fault(Kind kind, int number, int times, String pathPrefix) {
    /** Strikes until it is removed. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private static final Pattern SPEC = Pattern.compile("([a-z-]+)(?::(\\d{1,9}))?(?:x(\\d{1,9}))?(?:@(/\\S*))?");

    /** What goes wrong, and what its number means. */
    public enum Kind {
        /** A stream ends as if it were complete, without {@code done}; the number is the events before it. */
        CUT_STREAM(Meaning.EVENTS),
        /** A stream's connection is closed in the middle of the body; the number is the events before it. */
        DROP_STREAM(Meaning.EVENTS),
        /** A stream's connection is reset; the number is the events before it. */
        RESET_STREAM(Meaning.EVENTS),
        /** A stream falls silent, without pings, and stays open; the number is the events before it. */
        SILENT_STREAM(Meaning.EVENTS),
        /** A stream ends in the middle of an event; the number is the whole events before it. */
        HALF_EVENT(Meaning.EVENTS),
        /** HTML with status 200 instead of a stream; the number is how often. */
        HTML_STREAM(Meaning.TIMES),
        /** 429 {@code rate_limited} with a Retry-After of one second; the number is how often. */
        RATE_LIMIT(Meaning.TIMES),
        /** 500 {@code internal_error}; the number is how often. */
        SERVER_ERROR(Meaning.TIMES),
        /** 502 with a proxy's HTML; the number is how often. */
        PROXY_PAGE(Meaning.TIMES),
        /** The connection is reset before the request is handled; the number is how often. */
        RESET_BEFORE(Meaning.TIMES),
        /** The connection is reset when the request has been handled; the number is how often. */
        RESET_AFTER(Meaning.TIMES),
        /** Every page takes longer to fetch; the number is milliseconds. The path is the page's. */
        SLOW_PAGE(Meaning.MILLISECONDS),
        /** A job fails as a whole after its first page; the number is how often. */
        FAIL_JOB(Meaning.TIMES),
        /** A webhook delivery is never sent; the number is how often. The path is the receiver's. */
        LOSE_DELIVERY(Meaning.TIMES);

        private enum Meaning {
            EVENTS,
            TIMES,
            MILLISECONDS
        }

        private final Meaning meaning;

        Kind(Meaning meaning) {
            this.meaning = meaning;
        }

        /** The name in a specification: {@code cut-stream}. */
        public String specName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Checks the numbers. */
    public Fault {
        if (number < 0) {
            throw new IllegalArgumentException("number is negative: " + number);
        }
        if (times < 1) {
            throw new IllegalArgumentException("times is less than 1: " + times);
        }
    }

    /** The fault on every path, with the kind's own meaning of the number and until it is over. */
    public static Fault of(Kind kind, int number) {
        return kind.meaning == Kind.Meaning.TIMES
                ? new Fault(kind, 0, number, "")
                : new Fault(kind, number, ALWAYS, "");
    }

    /** The fault on paths that begin so. */
    public Fault on(String newPathPrefix) {
        return new Fault(kind, number, times, newPathPrefix);
    }

    /** The fault, so many times. */
    public Fault times(int newTimes) {
        return new Fault(kind, number, newTimes, pathPrefix);
    }

    /**
     * Reads a specification.
     *
     * @throws IllegalArgumentException if it is none; the message names the kinds that there are
     */
    public static Fault parse(String spec) {
        Matcher matcher = SPEC.matcher(spec);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + spec + "' is no fault; write kind, kind:number, kind:numberxTIMES or kind:number@/path");
        }
        Kind kind = kind(matcher.group(1));
        String number = matcher.group(2);
        Fault fault = of(kind, number == null ? (kind.meaning == Kind.Meaning.MILLISECONDS ? 1000 : 1) : toInt(number));
        if (matcher.group(3) != null) {
            fault = fault.times(toInt(matcher.group(3)));
        }
        return matcher.group(4) == null ? fault : fault.on(matcher.group(4));
    }

    private static int toInt(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static Kind kind(@Nullable String name) {
        for (Kind kind : Kind.values()) {
            if (kind.specName().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is no kind of fault; there are "
                + Arrays.stream(Kind.values()).map(Kind::specName).collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return kind.specName() + ":" + (kind.meaning == Kind.Meaning.TIMES ? times : number)
                + (kind.meaning != Kind.Meaning.TIMES && times != ALWAYS ? "x" + times : "")
                + (pathPrefix.isEmpty() ? "" : "@" + pathPrefix);
    }
}
