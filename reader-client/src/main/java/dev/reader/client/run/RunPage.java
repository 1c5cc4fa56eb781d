package dev.reader.client.run;

import dev.reader.client.model.Page;

/**
 * A page that a run has read.
 *
 * @param url the URL as it was given to the run, trimmed
 * @param key identifies the page in the run: the same after a restart, 32 hexadecimal digits; a primary key for what the
 *     handler stores
 * @param page the page; it has not failed
 * @param change how the page compares with the earlier run; NEW if there is none
 * @param contentHash the hash of the page's Markdown, HTML and extracted data, 32 hexadecimal digits
 */
public record RunPage(String url, String key, Page page, PageChange change, String contentHash) {}
