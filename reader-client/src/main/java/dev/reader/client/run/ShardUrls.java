package dev.reader.client.run;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The URLs of a shard, and which of them a result belongs to. */
final class ShardUrls {
    private final Map<String, Hash128> hashes = new LinkedHashMap<>();
    private @Nullable Map<String, String> normalized;

    ShardUrls(List<String> urls) {
        urls.forEach(url -> hashes.put(url, Hash128.of(url)));
    }

    Map<String, Hash128> hashes() {
        return hashes;
    }

    int size() {
        return hashes.size();
    }

    Hash128 hash(String url) {
        Hash128 hash = hashes.get(url);
        return hash == null ? Hash128.of(url) : hash;
    }

    /** Returns the shard's URL for that of a result, which the server may have normalized; null if there is none. */
    @Nullable
    String match(String resultUrl) {
        if (hashes.containsKey(resultUrl)) {
            return resultUrl;
        }
        if (normalized == null) {
            normalized = normalized(hashes.keySet());
        }
        HttpUrl parsed = HttpUrl.parse(resultUrl);
        return parsed == null ? null : normalized.get(parsed.toString());
    }

    private static Map<String, String> normalized(Collection<String> urls) {
        Map<String, String> byForm = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (String url : urls) {
            HttpUrl parsed = HttpUrl.parse(url);
            if (parsed != null && byForm.put(parsed.toString(), url) != null) {
                ambiguous.add(parsed.toString());
            }
        }
        byForm.keySet().removeAll(ambiguous);
        return byForm;
    }
}
