package dev.reader.examples.local;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A small site of linked pages, with a redirect, a broken link, a slow page, and a page that fails on its first
 * request. Thread-safe; can be changed while the local Reader runs.
 */
public final class SampleSite {
    /** The path of the slow page. */
    public static final String SLOW_PAGE = "/reports/annual.html";

    /** The path of the page that returns 503 to its first request. */
    public static final String FLAKY_PAGE = "/stations/saltmarsh.html";

    /** The path that redirects to {@link #REDIRECT_TARGET}. */
    public static final String REDIRECT = "/guide/quickstart";

    /** The target of {@link #REDIRECT}. */
    public static final String REDIRECT_TARGET = "/guide/getting-started.html";

    /** The path that pages link to, but that does not exist. */
    public static final String MISSING_PAGE = "/downloads/manual-1998.html";

    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, String> added = new ConcurrentHashMap<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>(Map.of(REDIRECT, REDIRECT_TARGET));
    private volatile Duration slowPageDelay;
    private volatile String url = "";

    SampleSite(Duration slowPageDelay) {
        this.slowPageDelay = slowPageDelay;
        failNext(FLAKY_PAGE, 1);
    }

    /** Returns the URL of the first page; it ends with a slash. */
    public String url() {
        return url;
    }

    /** Returns the URL of the page at a path of the site. */
    public String url(String path) {
        return url + path.substring(path.startsWith("/") ? 1 : 0);
    }

    /** Sets the response time of {@link #SLOW_PAGE}. */
    public void slowPageDelay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + delay);
        }
        slowPageDelay = delay;
    }

    /** Makes the next requests for a page return 503; 0 times makes the page succeed again. */
    public void failNext(String path, int times) {
        if (times < 0) {
            throw new IllegalArgumentException("times must not be negative: " + times);
        }
        failures.put(path, times);
    }

    /** Adds or replaces a page. */
    public void put(String path, String html) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must begin with a slash: " + path);
        }
        added.put(path, html);
    }

    /** Adds or replaces a redirect, with status 301. */
    public void redirect(String path, String target) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must begin with a slash: " + path);
        }
        redirects.put(path, target);
    }

    /** Returns the target of the redirect at the path, or null. */
    @Nullable
    String redirectTarget(String path) {
        return redirects.get(path);
    }

    /** Returns the HTML that was added at the path, or null. */
    @Nullable
    String added(String path) {
        return added.get(path);
    }

    void started(String atUrl) {
        url = atUrl;
    }

    Duration delay(String path) {
        return path.equals(SLOW_PAGE) ? slowPageDelay : Duration.ZERO;
    }

    /** Returns whether this request for the page fails, and counts it. */
    boolean takeFailure(String path) {
        boolean[] fails = {false};
        failures.computeIfPresent(path, (key, left) -> {
            fails[0] = left > 0;
            return Math.max(0, left - 1);
        });
        return fails[0];
    }
}
