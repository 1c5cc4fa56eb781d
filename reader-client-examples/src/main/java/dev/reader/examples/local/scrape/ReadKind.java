package dev.reader.examples.local.scrape;

/** The purpose of a read, which decides its price and whether the cache is used. */
public enum ReadKind {
    SCRAPE,
    BATCH,
    CRAWL,
    /** A crawl that returns URLs without content. */
    DISCOVERY
}
