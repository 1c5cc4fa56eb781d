package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page that was attempted.
 *
 * @param json the page as answers carry it; changed by nobody
 * @param error why it failed; null when it did not
 * @param links where it links to, without fragments
 */
record ScrapedPage(
        String url, ObjectNode json, int credits, @Nullable String error, List<URI> links) {
    /** The page of a URL that could not be fetched at all. */
    static ScrapedPage failed(String url, ApiException error) {
        ObjectNode json = Json.object().put("url", url).put("credits", 0).put("error", error.text());
        return new ScrapedPage(url, json, 0, error.text(), List.of());
    }

    boolean hasFailed() {
        return error != null;
    }
}
