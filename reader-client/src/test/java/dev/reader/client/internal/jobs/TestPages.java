package dev.reader.client.internal.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.event.JobEvent.PageFailed;
import dev.reader.client.event.JobEvent.PageReady;
import dev.reader.client.internal.json.Json;
import dev.reader.client.model.Page;

/** Pages and the events that tell of them. */
final class TestPages {
    private TestPages() {}

    static Page page(String url, String markdown) {
        return read("{\"url\":\"" + url + "\",\"markdown\":\"" + markdown + "\"}");
    }

    static Page failedPage(String url, String error) {
        return read("{\"url\":\"" + url + "\",\"error\":\"" + error + "\"}");
    }

    static PageReady ready(String url, String markdown) {
        return new PageReady(page(url, markdown));
    }

    static PageFailed failed(String url, String error) {
        return new PageFailed(url, error);
    }

    private static Page read(String json) {
        try {
            return Json.read(json, new TypeReference<Page>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
