package dev.reader.examples.local;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A failure that the local Reader injects deliberately.
 *
 * <p>Its text form is {@code kind} or {@code kind:number}, then optionally {@code xTIMES} and {@code @PATH}: {@code
 * cut-stream:5} ends every stream after five events, {@code cut-stream:5x2} ends the next two streams after five
 * events, {@code server-error:3@/v1/read} returns 500 to the next three requests whose path starts with {@code
 * /v1/read}.
 *
 * @param number depends on the kind: a number of events, or milliseconds
 * @param times how often the fault occurs before it is removed; {@link #ALWAYS} until it is removed by hand
 * @param pathPrefix the beginning of the paths that the fault affects; empty for every path
 */
public record Fault(Kind kind, int number, int times, String pathPrefix) {
    /** Occurs until it is removed. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private static final Pattern SPEC = Pattern.compile("([a-z-]+)(?::(\\d{1,9}))?(?:x(\\d{1,9}))?(?:@(/\\S*))?");

    /** The kinds of faults, and the meaning of their numbers. */
    public enum Kind {
        /** Ends a stream cleanly, but without {@code done}; the number is the events before it. */
        CUT_STREAM(Meaning.EVENTS),
        /** Closes the connection of a stream in the middle of the body; the number is the events before it. */
        DROP_STREAM(Meaning.EVENTS),
        /** Resets the connection of a stream; the number is the events before it. */
        RESET_STREAM(Meaning.EVENTS),
        /** Sends nothing more on a stream, not even pings, and keeps it open; the number is the events before it. */
        SILENT_STREAM(Meaning.EVENTS),
        /** Ends a stream in the middle of an event; the number is the whole events before it. */
        HALF_EVENT(Meaning.EVENTS),
        /** Returns HTML with status 200 instead of a stream; the number is a number of times. */
        HTML_STREAM(Meaning.TIMES),
        /** Returns 429 {@code rate_limited} with a Retry-After of one second; the number is a number of times. */
        RATE_LIMIT(Meaning.TIMES),
        /** Returns 500 {@code internal_error}; the number is a number of times. */
        SERVER_ERROR(Meaning.TIMES),
        /** Returns 502 with the HTML of a proxy; the number is a number of times. */
        PROXY_PAGE(Meaning.TIMES),
        /** Resets the connection before the request is processed; the number is a number of times. */
        RESET_BEFORE(Meaning.TIMES),
        /** Resets the connection after the request was processed; the number is a number of times. */
        RESET_AFTER(Meaning.TIMES),
        /** Delays every page; the number is milliseconds. The path is the path of the page. */
        SLOW_PAGE(Meaning.MILLISECONDS),
        /** Fails a job after its first page; the number is a number of times. */
        FAIL_JOB(Meaning.TIMES),
        /** Drops a webhook delivery; the number is a number of times. The path is the path of the receiver. */
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

        /** Returns the name in a specification, such as {@code cut-stream}. */
        public String specName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Creates a fault; checks the numbers. */
    public Fault {
        if (number < 0) {
            throw new IllegalArgumentException("number must not be negative: " + number);
        }
        if (times < 1) {
            throw new IllegalArgumentException("times must be at least 1: " + times);
        }
    }

    /**
     * Returns a fault on every path. The kind decides whether the number means events, times or milliseconds. Unless it
     * means times, the fault occurs until it is removed.
     */
    public static Fault of(Kind kind, int number) {
        return kind.meaning == Kind.Meaning.TIMES
                ? new Fault(kind, 0, number, "")
                : new Fault(kind, number, ALWAYS, "");
    }

    /** Returns this fault, limited to paths that start with the prefix. */
    public Fault on(String newPathPrefix) {
        return new Fault(kind, number, times, newPathPrefix);
    }

    /** Returns this fault, limited to a number of occurrences. */
    public Fault times(int newTimes) {
        return new Fault(kind, number, newTimes, pathPrefix);
    }

    /**
     * Parses a specification.
     *
     * @throws IllegalArgumentException if the specification is invalid; the message names the valid kinds
     */
    public static Fault parse(String spec) {
        Matcher matcher = SPEC.matcher(spec);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + spec + "' is not a fault; use kind, kind:number, kind:numberxTIMES or kind:number@/path");
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
        throw new IllegalArgumentException("'" + name + "' is not a kind of fault; use one of "
                + Arrays.stream(Kind.values()).map(Kind::specName).collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return kind.specName() + ":" + (kind.meaning == Kind.Meaning.TIMES ? times : number)
                + (kind.meaning != Kind.Meaning.TIMES && times != ALWAYS ? "x" + times : "")
                + (pathPrefix.isEmpty() ? "" : "@" + pathPrefix);
    }
}
