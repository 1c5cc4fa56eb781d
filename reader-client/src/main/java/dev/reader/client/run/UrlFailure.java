package dev.reader.client.run;

/** The latest failure of a URL. */
record UrlFailure(Hash128 hash, String url, String reason, int round, boolean retryable) {}
