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
 * What is to be read: a page at once, or a batch or crawl as a job (docs/reader-api.md §2). Immutable.
 *
 * <p>An option that is not set is not sent, and the server's default holds.
 */
public sealed interface ReadRequest permits ScrapeRequest, JobRequest {

    /** {@return the body as it goes over the wire, by the wire's names; unmodifiable} */
    Map<String, Object> body();

    /** {@return the idempotency key that was set, or null for a random one at each call} */
    @Nullable
    String idempotencyKey();

    /** {@return the time-out that was set for each page, or null for the server's default} */
    @Nullable
    Duration timeout();

    /**
     * The options that every request takes.
     *
     * @param <B> the builder itself
     */
    abstract sealed class Builder<B extends Builder<B>> permits ScrapeRequest.Builder, JobRequest.Builder {
        private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);
        private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);
        private static final int LONGEST_KEY = 255;

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
         * Sets in which forms each page is delivered; Markdown by default.
         *
         * @param formats at least one
         * @return this
         */
        public B formats(Format... formats) {
            return formats(Arrays.asList(formats));
        }

        /**
         * Sets in which forms each page is delivered; Markdown by default.
         *
         * @param formats at least one
         * @return this
         */
        public B formats(Collection<Format> formats) {
            return put("formats", Copies.arguments("formats", formats));
        }

        /**
         * Sets whether navigation, headers, footers and the like are left out; true by default.
         *
         * @param onlyMainContent false for the whole page
         * @return this
         */
        public B onlyMainContent(boolean onlyMainContent) {
            return put("onlyMainContent", onlyMainContent);
        }

        /**
         * Sets the CSS selectors of what is kept; runs before {@link #excludeTags(String...)}.
         *
         * @param selectors at least one
         * @return this
         */
        public B includeTags(String... selectors) {
            return includeTags(Arrays.asList(selectors));
        }

        /**
         * Sets the CSS selectors of what is kept; runs before {@link #excludeTags(Collection)}.
         *
         * @param selectors at least one
         * @return this
         */
        public B includeTags(Collection<String> selectors) {
            return put("includeTags", selectors("includeTags", selectors));
        }

        /**
         * Sets the CSS selectors of what is left out.
         *
         * @param selectors at least one
         * @return this
         */
        public B excludeTags(String... selectors) {
            return excludeTags(Arrays.asList(selectors));
        }

        /**
         * Sets the CSS selectors of what is left out.
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
         * Sets what has to be on a page before it is read.
         *
         * @param selector a CSS selector
         * @return this
         */
        public B waitForSelector(String selector) {
            return put("waitForSelector", Checks.notBlank("waitForSelector", selector));
        }

        /**
         * Sets how long a page may take; 30 s by default. The client waits for its answer
         * longer than this, whatever its own time-out.
         *
         * @param timeout 1 s to 120 s
         * @return this
         */
        public B timeout(Duration timeout) {
            return put(
                    "timeoutMs",
                    Checks.inRange("timeout", timeout, LEAST_TIMEOUT, LONGEST_TIMEOUT)
                            .toMillis());
        }

        /**
         * Sets how pages are fetched; {@link ProxyMode#STANDARD} by default.
         *
         * @param proxyMode the mode
         * @return this
         */
        public B proxyMode(ProxyMode proxyMode) {
            return put("proxyMode", Checks.notNull("proxyMode", proxyMode));
        }

        /**
         * Sets whether a page may come from the cache, which is free; true by default.
         *
         * @param cache false to read each page anew
         * @return this
         */
        public B cache(boolean cache) {
            return put("cache", cache);
        }

        /**
         * Sets the key under which the server carries this request out once within 24 hours, however often it comes, and
         * answers each time with the first answer. Without one, each call makes a random key of its own, under which its
         * retries go.
         *
         * @param key 1 to 255 printable ASCII characters
         * @return this
         */
        public B idempotencyKey(String key) {
            Checks.headerValue("idempotencyKey", key);
            Checks.inRange("length of idempotencyKey", key.length(), 1, LONGEST_KEY);
            idempotencyKey = key;
            return self();
        }
    }
}
