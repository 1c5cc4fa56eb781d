package dev.reader.client.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.JobWebhook;
import dev.reader.client.internal.json.Json;
import dev.reader.client.model.ProxyMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Makes the requests of a run's shards: canonical JSON, so that equal shards have equal bytes. */
final class RunRequest {
    private static final TypeReference<JsonNode> TREE = new TypeReference<>() {};

    private final Map<String, Object> options;
    private final @Nullable JobWebhook webhook;

    /** @param body the body of a batch, with wire names; its URLs are ignored */
    RunRequest(Map<String, Object> body) {
        options = new TreeMap<>(body);
        options.remove("urls");
        webhook = options.remove("webhook") instanceof JobWebhook given ? given : null;
    }

    /** Describes the options, without the secret of a webhook. */
    byte[] options() {
        Map<String, Object> described = new TreeMap<>(options);
        if (webhook != null) {
            described.put("webhook", new JobWebhook(webhook.url(), webhook.events(), null));
        }
        return Json.write(described);
    }

    byte[] body(String runId, int shard, int generation, List<String> urls) {
        Map<String, Object> body = new TreeMap<>(options);
        body.put("urls", urls);
        if (webhook != null) {
            body.put("webhook", marked(webhook, runId, shard, generation));
        }
        return Json.write(body);
    }

    /** Adds the shard to the webhook's URL, so that a delivery tells to which shard its job belongs. */
    private static JobWebhook marked(JobWebhook webhook, String runId, int shard, int generation) {
        String url = HttpUrl.get(webhook.url())
                .newBuilder()
                .addQueryParameter("reader_run", runId)
                .addQueryParameter("reader_shard", String.valueOf(shard))
                .addQueryParameter("reader_generation", String.valueOf(generation))
                .build()
                .toString();
        return new JobWebhook(url, webhook.events(), webhook.secret());
    }

    static String key(String runId, int shard, int generation, byte[] body) {
        return HexFormat.of()
                .formatHex(Hash128.sha256(
                        runId.getBytes(StandardCharsets.UTF_8),
                        String.valueOf(shard).getBytes(StandardCharsets.UTF_8),
                        String.valueOf(generation).getBytes(StandardCharsets.UTF_8),
                        body));
    }

    static List<String> urls(byte[] body) {
        List<String> urls = new ArrayList<>();
        try {
            Json.read(body, TREE).path("urls").forEach(url -> urls.add(url.textValue()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request in the ledger is damaged: " + Json.reason(e), e);
        }
        return urls;
    }

    @Nullable
    String secret() {
        return webhook == null ? null : webhook.secret();
    }

    /** The documented price of a page: 1 for the standard mode, 3 for any other. */
    int documentedPrice() {
        Object mode = options.get("proxyMode");
        return mode == null || mode.equals(ProxyMode.STANDARD) ? 1 : 3;
    }
}
