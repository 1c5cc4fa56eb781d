package dev.reader.client.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Parses how long the server asks to wait, from the header {@code Retry-After} or from the details of an error. */
final class RetryAfter {
    private static final double MAX_SECONDS = 1e12;

    private RetryAfter() {}

    /** Parses the header, in seconds or as an HTTP date. Returns null if it is missing or malformed. */
    static @Nullable Duration of(Headers headers, Instant now) {
        String value = headers.get("Retry-After");
        if (value == null) {
            return null;
        }
        String text = value.trim();
        if (!text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Instant until = httpDate(text);
        if (until == null) {
            return null;
        }
        // Measured by the server's own clock if it sends it: the clocks may differ by more than the wait.
        String date = headers.get("Date");
        Instant served = date == null ? null : httpDate(date);
        Duration wait = Duration.between(served == null ? now : served, until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** Parses the seconds in the details of an error, possibly a fraction. Returns null if they are not a number. */
    static @Nullable Duration ofSeconds(JsonNode seconds) {
        if (!seconds.isNumber()) {
            return null;
        }
        double within = Math.min(Math.max(0, seconds.doubleValue()), MAX_SECONDS);
        return Duration.ofMillis((long) Math.ceil(within * 1000));
    }

    private static @Nullable Instant httpDate(String text) {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.trim(), Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
