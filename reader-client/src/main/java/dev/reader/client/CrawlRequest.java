package dev.reader.client;

import dev.reader.client.internal.Checks;

/** Reads a site as one job, link by link from a first page, staying on its host (docs/reader-api.md §2). */
public final class CrawlRequest extends RequestBase implements JobRequest {
    private static final int DEFAULT_DEPTH = 2;

    private CrawlRequest(Builder builder) {
        super(builder);
    }

    /**
     * Returns a request with every option at its default: 20 pages at most, 2 links deep.
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
        private static final int MOST_DEPTH = 10;
        private static final int MOST_PAGES = 10_000;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets how many links deep the crawl goes; 2 by default.
         *
         * @param maxDepth 1 to 10
         * @return this
         */
        public Builder maxDepth(int maxDepth) {
            return put("maxDepth", Checks.inRange("maxDepth", maxDepth, 1, MOST_DEPTH));
        }

        /**
         * Sets how many pages are read at most; 20 by default.
         *
         * @param maxPages 1 to 10,000
         * @return this
         */
        public Builder maxPages(int maxPages) {
            return put("maxPages", Checks.inRange("maxPages", maxPages, 1, MOST_PAGES));
        }

        /** {@return the request} */
        public CrawlRequest build() {
            // With neither, the server would take the request for a scrape.
            if (!body.containsKey("maxDepth") && !body.containsKey("maxPages")) {
                maxDepth(DEFAULT_DEPTH);
            }
            return new CrawlRequest(this);
        }
    }
}
