package dev.reader.client.run;

import dev.reader.client.internal.json.Json;
import dev.reader.client.model.Page;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Hashes what makes two readings of a page equal. */
final class ContentHash {
    private ContentHash() {}

    /**
     * Hashes the Markdown, the HTML and the extracted data. If the page has none of them, hashes the HTML as fetched or the
     * screenshot, which may differ although nothing that matters has changed.
     */
    static Hash128 of(Page page) {
        String extracted =
                page.extracted() == null ? null : new String(Json.write(page.extracted()), StandardCharsets.UTF_8);
        if (page.markdown() == null && page.html() == null && extracted == null) {
            return hash(page.rawHtml(), page.screenshot(), null);
        }
        return hash(page.markdown(), page.html(), extracted);
    }

    private static Hash128 hash(@Nullable String first, @Nullable String second, @Nullable String third) {
        return Hash128.ofBytes(Hash128.sha256(bytes(first), bytes(second), bytes(third)));
    }

    /** Distinguishes an absent part from an empty one. */
    private static byte[] bytes(@Nullable String part) {
        return part == null ? new byte[0] : ('=' + part).getBytes(StandardCharsets.UTF_8);
    }
}
