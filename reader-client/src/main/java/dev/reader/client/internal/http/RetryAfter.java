package dev.reader.client.internal.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After}: seconds, or an HTTP date. */
final class RetryAfter {
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

    private static @Nullable Instant httpDate(String text) {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.trim(), Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
