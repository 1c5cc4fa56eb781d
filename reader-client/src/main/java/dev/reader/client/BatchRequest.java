package dev.reader.client;

import dev.reader.client.internal.Checks;
import dev.reader.client.internal.Copies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Reads a list of pages as one job (docs/reader-api.md §2). Sends a single request for all URLs. */
public final class BatchRequest extends RequestBase implements JobRequest {
    private static final int MAX_URLS = 1000;

    private BatchRequest(Builder builder) {
        super(builder);
    }

    /**
     * Returns a request with default options.
     *
     * @param urls 1 to 1,000 absolute http or https URLs; a duplicate is read twice
     * @return the request
     */
    public static BatchRequest of(List<String> urls) {
        return builder(urls).build();
    }

    /**
     * Returns a request with default options.
     *
     * @param urls 1 to 1,000 absolute http or https URLs; a duplicate is read twice
     * @return the request
     */
    public static BatchRequest of(String... urls) {
        return builder(urls).build();
    }

    /**
     * Returns a builder.
     *
     * @param urls 1 to 1,000 absolute http or https URLs; a duplicate is read twice
     * @return the builder
     */
    public static Builder builder(String... urls) {
        return builder(Arrays.asList(urls));
    }

    /**
     * Returns a builder.
     *
     * @param urls 1 to 1,000 absolute http or https URLs; a duplicate is read twice
     * @return the builder
     */
    public static Builder builder(Collection<String> urls) {
        List<String> given = Copies.arguments("urls", urls);
        Checks.inRange("number of urls", given.size(), 1, MAX_URLS);
        List<String> checked = new ArrayList<>(given.size());
        for (String url : given) {
            checked.add(Checks.httpUrl("urls[" + checked.size() + "]", url));
        }
        return new Builder().put("urls", List.copyOf(checked));
    }

    /** {@return a builder with the options of this request} */
    public Builder toBuilder() {
        return copyTo(new Builder());
    }

    /** Builds a {@link BatchRequest}. */
    public static final class Builder extends JobRequest.Builder<Builder> {
        private static final int MAX_BATCH_CONCURRENCY = 20;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets how many URLs are read concurrently.
         *
         * @param batchConcurrency 1 to 20
         * @return this
         */
        public Builder batchConcurrency(int batchConcurrency) {
            return put(
                    "batchConcurrency", Checks.inRange("batchConcurrency", batchConcurrency, 1, MAX_BATCH_CONCURRENCY));
        }

        /** {@return the request} */
        public BatchRequest build() {
            return new BatchRequest(this);
        }
    }
}
