package dev.reader.client.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Validates arguments; every exception names the argument and the rejected value. */
public final class Checks {
    private Checks() {}

    public static <T> T notNull(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        return value;
    }

    public static String notBlank(String name, String value) {
        if (notNull(name, value).isBlank()) {
            throw new IllegalArgumentException(name + " is blank");
        }
        return value;
    }

    public static int inRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be "
                    + (max == Integer.MAX_VALUE ? "at least " + min : min + " to " + max) + ", but is " + value);
        }
        return value;
    }

    public static long atLeast(String name, long value, long min) {
        if (value < min) {
            throw new IllegalArgumentException(name + " must be at least " + min + ", but is " + value);
        }
        return value;
    }

    public static Duration inRange(String name, Duration value, Duration min, Duration max) {
        if (notNull(name, value).compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", but is " + value);
        }
        return value;
    }

    public static Duration positive(String name, Duration value) {
        if (notNull(name, value).isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, but is " + value);
        }
        return value;
    }

    /** Requires an id that is a single path segment without escaping. */
    public static String id(String name, String value) {
        notBlank(name, value);
        boolean valid = value.chars().allMatch(c -> c > ' ' && c < 0x7f && "/\\?#%".indexOf(c) < 0);
        if (!valid || value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException(
                    name + " must be an id of printable ASCII characters without spaces or / \\ ? # %, but is "
                            + quoted(value));
        }
        return value;
    }

    /** Requires an absolute http or https URL. */
    public static String httpUrl(String name, String value) {
        String url = notBlank(name, value).trim();
        String lower = url.toLowerCase(Locale.ROOT);
        // If the host is missing, OkHttp takes the first path segment as the host.
        boolean http = lower.matches("https?://[^/\\\\].*");
        if (!http || HttpUrl.parse(url) == null) {
            throw new IllegalArgumentException(
                    name + " must be an absolute http or https URL, but is " + quoted(value));
        }
        return url;
    }

    /** Requires a valid header name, which is a token (RFC 9110, section 5.6.2). */
    public static String headerName(String name) {
        boolean token = notBlank("header name", name)
                .chars()
                .allMatch(c -> c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
        if (!token) {
            throw new IllegalArgumentException("header name contains an invalid character: " + quoted(name));
        }
        return name;
    }

    /** Requires a valid header value; never quotes it, because it may be a secret. */
    public static String headerValue(String name, String value) {
        notBlank(name, value);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                throw new IllegalArgumentException(name + " contains a character that is invalid in a header: "
                        + String.format("U+%04X", (int) c) + " at index " + i);
            }
        }
        return value;
    }

    /** Refuses a placeholder of a configuration file, which some frameworks pass on if its variable is not set. */
    public static String notPlaceholder(String name, String value) {
        if (value.matches("\\$\\{[\\w.-]+}")) {
            throw new IllegalArgumentException(
                    name + " is the placeholder " + value + ", which nothing replaced; set the variable that it names");
        }
        return value;
    }

    public static <C extends Collection<?>> C notEmpty(String name, C values) {
        if (notNull(name, values).isEmpty()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        return values;
    }

    private static String quoted(String value) {
        String shown = value.length() <= 200 ? value : value.substring(0, 200) + "…";
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
