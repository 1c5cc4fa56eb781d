package dev.reader.client;

import dev.reader.client.internal.Checks;
import dev.reader.client.internal.Copies;
import dev.reader.client.model.Format;
import dev.reader.client.model.ProxyMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to read a page, or a batch or crawl of pages as a job (docs/reader-api.md §2). Immutable.
 *
 * <p>Options that are not set are not sent; the server applies its defaults.
 */
public sealed interface ReadRequest permits ScrapeRequest, JobRequest {

    /** {@return the idempotency key, or null if each call generates a random one} */
    @Nullable
    String idempotencyKey();

    /** {@return the time-out of each page, or null for the server's default} */
    @Nullable
    Duration timeout();

    /**
     * The options of every request.
     *
     * @param <B> the type of the builder
     */
    abstract sealed class Builder<B extends Builder<B>> permits ScrapeRequest.Builder, JobRequest.Builder {
        private static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);
        private static final Duration MAX_TIMEOUT = Duration.ofMinutes(2);
        private static final int MAX_KEY_LENGTH = 255;

        final Map<String, Object> body = new LinkedHashMap<>();

        @Nullable
        String idempotencyKey;

        Builder() {}

        abstract B self();

        B put(String name, Object value) {
            body.put(name, value);
            return self();
        }

        /**
         * Sets the formats of the pages' content. Default: Markdown. Without any format, pages have metadata but no content.
         *
         * @param formats any number of formats
         * @return this
         */
        public B formats(Format... formats) {
            return formats(Arrays.asList(formats));
        }

        /**
         * Sets the formats of the pages' content. Default: Markdown. Without any format, pages have metadata but no content.
         *
         * @param formats any number of formats
         * @return this
         */
        public B formats(Collection<Format> formats) {
            return put("formats", Copies.argumentsOrNone("formats", formats));
        }

        /**
         * Sets whether to drop navigation, headers, footers and the like. Default: true.
         *
         * @param onlyMainContent false to keep the whole page
         * @return this
         */
        public B onlyMainContent(boolean onlyMainContent) {
            return put("onlyMainContent", onlyMainContent);
        }

        /**
         * Sets the CSS selectors of the elements to keep. Applied before {@link #excludeTags(String...)}.
         *
         * @param selectors at least one
         * @return this
         */
        public B includeTags(String... selectors) {
            return includeTags(Arrays.asList(selectors));
        }

        /**
         * Sets the CSS selectors of the elements to keep. Applied before {@link #excludeTags(Collection)}.
         *
         * @param selectors at least one
         * @return this
         */
        public B includeTags(Collection<String> selectors) {
            return put("includeTags", selectors("includeTags", selectors));
        }

        /**
         * Sets the CSS selectors of the elements to drop.
         *
         * @param selectors at least one
         * @return this
         */
        public B excludeTags(String... selectors) {
            return excludeTags(Arrays.asList(selectors));
        }

        /**
         * Sets the CSS selectors of the elements to drop.
         *
         * @param selectors at least one
         * @return this
         */
        public B excludeTags(Collection<String> selectors) {
            return put("excludeTags", selectors("excludeTags", selectors));
        }

        private static List<String> selectors(String name, Collection<String> selectors) {
            List<String> copy = Copies.arguments(name, selectors);
            copy.forEach(selector -> Checks.notBlank(name, selector));
            return copy;
        }

        /**
         * Sets an element to wait for before a page is read.
         *
         * @param selector a CSS selector
         * @return this
         */
        public B waitForSelector(String selector) {
            return put("waitForSelector", Checks.notBlank("waitForSelector", selector));
        }

        /**
         * Sets the server's time-out for each page. Default: 30 s. The client extends its own time-out if it is shorter.
         *
         * @param timeout 1 s to 120 s
         * @return this
         */
        public B timeout(Duration timeout) {
            return put(
                    "timeoutMs",
                    Checks.inRange("timeout", timeout, MIN_TIMEOUT, MAX_TIMEOUT).toMillis());
        }

        /**
         * Sets how to fetch pages. Default: {@link ProxyMode#STANDARD}.
         *
         * @param proxyMode the mode
         * @return this
         */
        public B proxyMode(ProxyMode proxyMode) {
            return put("proxyMode", Checks.notNull("proxyMode", proxyMode));
        }

        /**
         * Sets whether a page may come from the cache, which is free. Default: true.
         *
         * @param cache false to fetch each page
         * @return this
         */
        public B cache(boolean cache) {
            return put("cache", cache);
        }

        /**
         * Sets the idempotency key. The server processes requests with the same key only once in 24 hours and repeats its
         * first response. Default: a random key for each call, which its retries share.
         *
         * @param key 1 to 255 printable ASCII characters
         * @return this
         */
        public B idempotencyKey(String key) {
            Checks.headerValue("idempotencyKey", key);
            Checks.inRange("length of idempotencyKey", key.length(), 1, MAX_KEY_LENGTH);
            idempotencyKey = key;
            return self();
        }
    }
}
