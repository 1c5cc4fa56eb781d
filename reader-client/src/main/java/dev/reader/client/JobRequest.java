package dev.reader.client;

import dev.reader.client.internal.Checks;

/** Reads many pages as a job, which goes on by itself once it is created (docs/reader-api.md §2, §3). */
public sealed interface JobRequest extends ReadRequest permits BatchRequest, CrawlRequest {

    /**
     * The options that every job takes.
     *
     * @param <B> the builder itself
     */
    abstract sealed class Builder<B extends Builder<B>> extends ReadRequest.Builder<B>
            permits BatchRequest.Builder, CrawlRequest.Builder {
        Builder() {}

        /**
         * Sets how many browsers the job may use at the same time.
         *
         * @param maxConcurrency at least 1
         * @return this
         */
        public B maxConcurrency(int maxConcurrency) {
            return put("maxConcurrency", Checks.inRange("maxConcurrency", maxConcurrency, 1, Integer.MAX_VALUE));
        }

        /**
         * Sets a webhook that is told of this job alone, beside those of the workspace.
         *
         * @param webhook the webhook
         * @return this
         */
        public B webhook(JobWebhook webhook) {
            return put("webhook", Checks.notNull("webhook", webhook));
        }
    }
}
