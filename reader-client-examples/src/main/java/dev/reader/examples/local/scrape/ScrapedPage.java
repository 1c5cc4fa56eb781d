package dev.reader.examples.local.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.JsonNodes;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an attempt to read a page.
 *
 * @param json the page as responses contain it; must not be modified
 * @param error the reason of the failure; null if the page succeeded
 * @param links the links of the page, without fragments
 */
public record ScrapedPage(
        String url, ObjectNode json, int credits, @Nullable String error, List<URI> links) {
    /** Returns the page of a URL that could not be fetched. */
    public static ScrapedPage failed(String url, ApiException error) {
        ObjectNode json = JsonNodes.object().put("url", url).put("credits", 0).put("error", error.text());
        return new ScrapedPage(url, json, 0, error.text(), List.of());
    }

    /** Returns the approximate number of characters of the content. */
    public long weight() {
        long weight = url.length() + 500L;
        for (JsonNode value : json) {
            weight += value.isTextual() ? value.textValue().length() : 0;
        }
        return weight;
    }

    public boolean hasFailed() {
        return error != null;
    }
}
