package dev.reader.examples.local;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A small site of linked pages to read: a redirect, a link that leads nowhere, a page that is slow, and one that fails
 * when it is first asked for. Thread-safe; may be changed while the local Reader runs.
 */
public final class SampleSite {
    /** The page that is slow. */
    public static final String SLOW_PAGE = "/reports/annual.html";

    /** The page that answers 503 the first time. */
    public static final String FLAKY_PAGE = "/stations/saltmarsh.html";

    /** What redirects, to {@link #REDIRECT_TARGET}. */
    public static final String REDIRECT = "/guide/quickstart";

    /** Where {@link #REDIRECT} leads. */
    public static final String REDIRECT_TARGET = "/guide/getting-started.html";

    /** What the pages link to and is not there. */
    public static final String MISSING_PAGE = "/downloads/manual-1998.html";

    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, String> added = new ConcurrentHashMap<>();
    private volatile Duration slowPageDelay;
    private volatile String url = "";

    SampleSite(Duration slowPageDelay) {
        this.slowPageDelay = slowPageDelay;
        failNext(FLAKY_PAGE, 1);
    }

    /** The first page's URL, ending in a slash. */
    public String url() {
        return url;
    }

    /** The URL of a page of the site, given its path. */
    public String url(String path) {
        return url + path.substring(path.startsWith("/") ? 1 : 0);
    }

    /** How long {@link #SLOW_PAGE} takes from now on. */
    public void slowPageDelay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay is negative: " + delay);
        }
        slowPageDelay = delay;
    }

    /** Answers 503 the next so many times that the page is asked for; 0 makes it answer well. */
    public void failNext(String path, int times) {
        if (times < 0) {
            throw new IllegalArgumentException("times is negative: " + times);
        }
        failures.put(path, times);
    }

    /** Adds a page, or replaces one. */
    public void put(String path, String html) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path does not begin with a slash: " + path);
        }
        added.put(path, html);
    }

    /** The HTML that was added under the path, or null. */
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

    /** Whether this request for the page fails. */
    boolean takeFailure(String path) {
        boolean[] fails = {false};
        failures.computeIfPresent(path, (key, left) -> {
            fails[0] = left > 0;
            return Math.max(0, left - 1);
        });
        return fails[0];
    }
}
