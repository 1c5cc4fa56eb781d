package dev.reader.client;

import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.ApiKey;
import dev.reader.client.internal.http.Settings;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The options of a client: their defaults, ranges and how a view changes them. */
final class ClientOptions {
    static final String DEFAULT_BASE_URL = "https://api.reader.dev";
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    static final int DEFAULT_MAX_RETRIES = 4;
    static final Duration DEFAULT_MAX_RETRY_AFTER = Duration.ofSeconds(60);
    static final Duration DEFAULT_STREAM_IDLE_TIMEOUT = Duration.ofSeconds(75);
    static final Duration DEFAULT_STREAM_RECONNECT_TIMEOUT = Duration.ofMinutes(5);
    static final long DEFAULT_MAX_RESPONSE_BYTES = 256L << 20;

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Set<String> OWN_HEADERS =
            Set.of("x-api-key", "x-idempotency-key", "content-type", "content-length", "host", "accept-encoding");

    private ClientOptions() {}

    static Duration timeout(Duration timeout) {
        return Checks.inRange("timeout", timeout, Duration.ofMillis(1), LONGEST);
    }

    static Duration maxRetryAfter(Duration maxRetryAfter) {
        return Checks.inRange("maxRetryAfter", maxRetryAfter, Duration.ZERO, LONGEST);
    }

    static Duration streamTimeout(String name, Duration timeout) {
        return Checks.inRange(name, timeout, Duration.ofMillis(1), LONGEST);
    }

    static int maxRetries(int maxRetries) {
        return Checks.inRange("maxRetries", maxRetries, 0, 100);
    }

    static long maxResponseBytes(long bytes) {
        if (bytes < 1024 || bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("maxResponseBytes is " + bytes + ", not 1 KiB to 2 GiB");
        }
        return bytes;
    }

    static String headerName(String name) {
        Checks.notBlank("header name", name);
        boolean token = name.chars().allMatch(c -> c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
        if (!token) {
            throw new IllegalArgumentException("header name has a character that a name can't have");
        }
        if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("header " + name + " is set by the client itself");
        }
        return name;
    }

    /** A map of headers, in which the spelling of a name is none of its identity. */
    static Map<String, String> headers() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    static HttpUrl baseUrl(String baseUrl) {
        HttpUrl url = HttpUrl.get(Checks.httpUrl("baseUrl", baseUrl));
        if (url.query() != null
                || url.fragment() != null
                || !url.username().isEmpty()
                || !url.password().isEmpty()) {
            throw new IllegalArgumentException("baseUrl has a user, a query or a fragment; it is " + url.scheme()
                    + "://host[:port][/path] and nothing more");
        }
        return url;
    }

    static Settings changed(Settings settings, RequestOptions options) {
        Map<String, String> headers = headers();
        headers.putAll(settings.headers());
        headers.putAll(options.headers());
        Duration timeout = options.timeout();
        Integer maxRetries = options.maxRetries();
        return settings.with(
                Map.copyOf(headers),
                timeout == null ? settings.timeout() : timeout,
                maxRetries == null ? settings.maxRetries() : maxRetries);
    }

    /** Takes the first of the variables that is set to something. */
    static ApiKey keyFrom(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.get(name);
            if (value != null && !value.isBlank()) {
                return ApiKey.of(name, value);
            }
        }
        throw new IllegalArgumentException(names[0] + " is not set in the environment");
    }

    static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
