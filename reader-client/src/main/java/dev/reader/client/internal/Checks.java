package dev.reader.client.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Checks of arguments; each names the argument that it refuses. */
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

    public static int inRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", not "
                    + (most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most));
        }
        return value;
    }

    public static long atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", not at least " + least);
        }
        return value;
    }

    public static Duration inRange(String name, Duration value, Duration least, Duration most) {
        if (notNull(name, value).compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " is " + value + ", not " + least + " to " + most);
        }
        return value;
    }

    public static Duration positive(String name, Duration value) {
        if (notNull(name, value).isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is " + value + ", not positive");
        }
        return value;
    }

    /** Refuses what a path segment can't carry without changing the path. */
    public static String id(String name, String value) {
        notBlank(name, value);
        boolean plain = value.chars().allMatch(c -> c > ' ' && c < 0x7f && "/\\?#%".indexOf(c) < 0);
        if (!plain || value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException(name + " is no id: " + quoted(value));
        }
        return value;
    }

    /** Refuses what is no absolute http or https URL. */
    public static String httpUrl(String name, String value) {
        String url = notBlank(name, value).trim();
        String lower = url.toLowerCase(Locale.ROOT);
        // OkHttp would take the first of the path for a missing host.
        boolean http = lower.matches("https?://[^/\\\\].*");
        if (!http || HttpUrl.parse(url) == null) {
            throw new IllegalArgumentException(name + " is no absolute http or https URL: " + quoted(value));
        }
        return url;
    }

    /** Refuses what can't be the value of a header; never quotes it, since it may be a secret. */
    public static String headerValue(String name, String value) {
        notBlank(name, value);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                throw new IllegalArgumentException(name + " has a character at index " + i
                        + " that a header can't carry (U+" + String.format("%04X", (int) c) + ")");
            }
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
