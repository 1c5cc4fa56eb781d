package dev.reader.client;

import dev.reader.client.internal.Checks;

/** Reads one page at once (docs/reader-api.md §2). */
public final class ScrapeRequest extends RequestBase implements ReadRequest {

    private ScrapeRequest(Builder builder) {
        super(builder);
    }

    /**
     * Returns a request with every option at its default.
     *
     * @param url an absolute http or https URL
     * @return the request
     */
    public static ScrapeRequest of(String url) {
        return builder(url).build();
    }

    /**
     * Returns a builder.
     *
     * @param url an absolute http or https URL
     * @return the builder
     */
    public static Builder builder(String url) {
        return new Builder().put("url", Checks.httpUrl("url", url));
    }

    /** {@return a builder with the options of this request} */
    public Builder toBuilder() {
        return copyTo(new Builder());
    }

    /** Builds a {@link ScrapeRequest}. */
    public static final class Builder extends ReadRequest.Builder<Builder> {
        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** {@return the request} */
        public ScrapeRequest build() {
            return new ScrapeRequest(this);
        }
    }
}
