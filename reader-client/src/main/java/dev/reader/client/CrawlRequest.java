package dev.reader.client;

import dev.reader.client.internal.Checks;

/** A request to read a site as one job, by following links on one host (docs/reader-api.md §2). */
public final class CrawlRequest extends RequestBase implements JobRequest {
    private static final int DEFAULT_DEPTH = 2;

    private CrawlRequest(Builder builder) {
        super(builder);
    }

    /**
     * Returns a request with default options: at most 20 pages, 2 links deep.
     *
     * @param url the first page, an absolute http or https URL
     * @return the request
     */
    public static CrawlRequest of(String url) {
        return builder(url).build();
    }

    /**
     * Returns a builder.
     *
     * @param url the first page, an absolute http or https URL
     * @return the builder
     */
    public static Builder builder(String url) {
        return new Builder().put("url", Checks.httpUrl("url", url));
    }

    /** {@return a builder with the options of this request} */
    public Builder toBuilder() {
        return copyTo(new Builder());
    }

    /** Builds a {@link CrawlRequest}. */
    public static final class Builder extends JobRequest.Builder<Builder> {
        private static final int MAX_DEPTH = 10;
        private static final int MAX_PAGES = 10_000;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets how many links deep the crawl goes. Default: 2.
         *
         * @param maxDepth 1 to 10
         * @return this
         */
        public Builder maxDepth(int maxDepth) {
            return put("maxDepth", Checks.inRange("maxDepth", maxDepth, 1, MAX_DEPTH));
        }

        /**
         * Sets the maximum number of pages. Default: 20.
         *
         * @param maxPages 1 to 10,000
         * @return this
         */
        public Builder maxPages(int maxPages) {
            return put("maxPages", Checks.inRange("maxPages", maxPages, 1, MAX_PAGES));
        }

        /**
         * Discovers URLs without reading the pages. The results have URLs and no content. The whole job costs one credit.
         *
         * @return this
         */
        public Builder discoverOnly() {
            return put("scrape", false);
        }

        /** {@return the request} */
        public CrawlRequest build() {
            // The server would treat a request with neither as a scrape.
            if (!body.containsKey("maxDepth") && !body.containsKey("maxPages")) {
                maxDepth(DEFAULT_DEPTH);
            }
            return new CrawlRequest(this);
        }
    }
}
