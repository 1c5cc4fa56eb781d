package dev.reader.client.run;

/**
 * Handles the pages of a run, at least once each: a page may come again after a crash, with the same {@link RunPage#key}.
 */
@FunctionalInterface
public interface PageHandler {
    /**
     * Handles a page, on the thread that executes the run.
     *
     * @param page the page
     * @throws Exception if it fails; the run then ends, and handles the page again when it is resumed
     */
    void handle(RunPage page) throws Exception;
}
