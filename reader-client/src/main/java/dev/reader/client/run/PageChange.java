package dev.reader.client.run;

/** How a page compares with the earlier run that {@link BatchRun.Builder#comparedWith} names. */
public enum PageChange {
    /** The earlier run has no content of this URL, or no earlier run is compared with. */
    NEW,
    /** The content differs from that of the earlier run. */
    CHANGED,
    /** The content is that of the earlier run. */
    UNCHANGED
}
