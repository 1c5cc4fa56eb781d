package dev.reader.client.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Reads how long the server asks to wait: the header {@code Retry-After} in seconds or as an HTTP date, or details. */
final class RetryAfter {
    private static final double MOST_SECONDS = 1e12;

    private RetryAfter() {}

    /** Returns how long to wait, or null where the header is missing or makes no sense. */
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
        // The server's own clock, where it tells it: the two may differ by more than the wait.
        String date = headers.get("Date");
        Instant served = date == null ? null : httpDate(date);
        Duration wait = Duration.between(served == null ? now : served, until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** Reads the seconds in the details of an error, where a fraction is possible; null where they make no sense. */
    static @Nullable Duration ofSeconds(JsonNode seconds) {
        if (!seconds.isNumber()) {
            return null;
        }
        double within = Math.min(Math.max(0, seconds.doubleValue()), MOST_SECONDS);
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
