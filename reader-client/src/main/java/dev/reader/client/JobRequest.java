package dev.reader.client;

import dev.reader.client.internal.Checks;

/** Reads many pages as a job, which runs on the server once it is created (docs/reader-api.md §2, §3). */
public sealed interface JobRequest extends ReadRequest permits BatchRequest, CrawlRequest {

    /**
     * The options that all jobs share.
     *
     * @param <B> the type of the builder
     */
    abstract sealed class Builder<B extends Builder<B>> extends ReadRequest.Builder<B>
            permits BatchRequest.Builder, CrawlRequest.Builder {
        Builder() {}

        /**
         * Sets how many browsers the job may use concurrently.
         *
         * @param maxConcurrency at least 1
         * @return this
         */
        public B maxConcurrency(int maxConcurrency) {
            return put("maxConcurrency", Checks.inRange("maxConcurrency", maxConcurrency, 1, Integer.MAX_VALUE));
        }

        /**
         * Sets a webhook that receives only the events of this job, in addition to the workspace's webhooks.
         *
         * @param webhook the webhook
         * @return this
         */
        public B webhook(JobWebhook webhook) {
            return put("webhook", Checks.notNull("webhook", webhook));
        }
    }
}
