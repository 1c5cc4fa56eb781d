package dev.reader.client.run;

/**
 * A URL that a run could not read.
 *
 * @param url the URL
 * @param reason why, in the server's words where it gave a reason
 * @param attempts how many jobs tried it; 0 if it was never sent, because it is not a URL
 */
public record FailedUrl(String url, String reason, int attempts) {}
