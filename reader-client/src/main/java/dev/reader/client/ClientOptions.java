package dev.reader.client;

import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.ApiKey;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.Settings;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The defaults and ranges of the options of a client, and how a view overrides them. */
final class ClientOptions {
    static final String DEFAULT_BASE_URL = "https://api.reader.dev";
    static final ClientResources.Threads THREADS = new ClientResources.Threads(Duration.ofSeconds(10), true);

    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    static final int DEFAULT_MAX_RETRIES = 4;
    static final Duration DEFAULT_MAX_RETRY_AFTER = Duration.ofSeconds(60);
    static final Duration DEFAULT_STREAM_IDLE_TIMEOUT = Duration.ofSeconds(75);
    static final Duration DEFAULT_STREAM_RECONNECT_TIMEOUT = Duration.ofMinutes(5);

    private static final long MIN_DEFAULT_RESPONSE_BYTES = 8L << 20;
    private static final long MAX_DEFAULT_RESPONSE_BYTES = 256L << 20;
    private static final Duration MAX_DURATION = Duration.ofHours(24);
    private static final Set<String> OWN_HEADERS =
            Set.of("x-api-key", "x-idempotency-key", "content-type", "content-length", "host", "accept-encoding");

    private static final Pattern LOOPBACK_IPV4 = Pattern.compile("127(\\.\\d{1,3}){3}");
    private static final Logger LOG = LoggerFactory.getLogger(ReaderClient.class);

    private ClientOptions() {}

    static Duration timeout(Duration timeout) {
        return Checks.inRange("timeout", timeout, Duration.ofMillis(1), MAX_DURATION);
    }

    static Duration callTimeout(Duration callTimeout) {
        return Checks.inRange("callTimeout", callTimeout, Duration.ofMillis(1), MAX_DURATION);
    }

    static Duration slotTimeout(Duration slotTimeout) {
        return Checks.inRange("slotTimeout", slotTimeout, Duration.ZERO, MAX_DURATION);
    }

    static Duration maxRetryAfter(Duration maxRetryAfter) {
        return Checks.inRange("maxRetryAfter", maxRetryAfter, Duration.ZERO, MAX_DURATION);
    }

    static Duration streamTimeout(String name, Duration timeout) {
        return Checks.inRange(name, timeout, Duration.ofMillis(1), MAX_DURATION);
    }

    static int maxRetries(int maxRetries) {
        return Checks.inRange("maxRetries", maxRetries, 0, 100);
    }

    /** Returns the default limit of a response: an eighth of the heap, within bounds. */
    static long defaultMaxResponseBytes(long maxHeapBytes) {
        return Math.max(MIN_DEFAULT_RESPONSE_BYTES, Math.min(MAX_DEFAULT_RESPONSE_BYTES, maxHeapBytes / 8));
    }

    static long maxResponseBytes(long bytes) {
        if (bytes < 1024 || bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("maxResponseBytes is " + bytes + "; it must be 1 KiB to 2 GiB");
        }
        return bytes;
    }

    /** Puts a header into a map. Rejects a malformed header, and one that the client sets itself. */
    static void putHeader(Map<String, String> headers, String name, String value) {
        if (OWN_HEADERS.contains(Checks.headerName(name).toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("header " + name + " is set by the client and can't be changed");
        }
        headers.put(name, Checks.headerValue("header " + name, value));
    }

    /** Creates a map of headers, whose names are not case-sensitive. */
    static Map<String, String> headers() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    static HttpUrl baseUrl(String baseUrl) {
        HttpUrl url = HttpUrl.get(Checks.httpUrl("baseUrl", baseUrl));
        if (url.query() != null
                || url.fragment() != null
                || !url.username().isEmpty()
                || !url.password().isEmpty()) {
            throw new IllegalArgumentException(
                    "baseUrl has a user, a query or a fragment; it must be " + url.scheme() + "://host[:port][/path]");
        }
        return url;
    }

    /** Warns of a base URL that sends the API key unencrypted over a network. Does not resolve names. */
    static void warnOfPlainHttp(HttpUrl baseUrl) {
        String host = baseUrl.host();
        boolean loopback = host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("::1")
                || LOOPBACK_IPV4.matcher(host).matches();
        if (!baseUrl.isHttps() && !loopback) {
            LOG.warn("the API key is sent unencrypted to http://{}:{}; use https", host, baseUrl.port());
        }
    }

    static Settings changed(Settings settings, RequestOptions options) {
        Map<String, String> headers = headers();
        headers.putAll(settings.headers());
        headers.putAll(options.headers());
        Duration timeout = options.timeout();
        Duration callTimeout = options.callTimeout();
        Integer maxRetries = options.maxRetries();
        Duration slotTimeout = options.slotTimeout();
        return settings.with(
                Map.copyOf(headers),
                timeout == null ? settings.timeout() : timeout,
                callTimeout == null ? settings.callTimeout() : callTimeout,
                maxRetries == null ? settings.maxRetries() : maxRetries,
                slotTimeout == null ? settings.slotTimeout() : slotTimeout);
    }

    /** Returns the key from the first variable that is not blank. */
    static ApiKey keyFrom(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.get(name);
            if (value != null && !value.isBlank()) {
                return ApiKey.of(name, value);
            }
        }
        throw new IllegalArgumentException(
                names[0] + " is not set in the environment; set it to your API key, which begins with rdr_");
    }

    static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
