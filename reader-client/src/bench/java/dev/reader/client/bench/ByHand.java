package dev.reader.client.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The same calls written directly with OkHttp and Jackson, without error handling. */
final class ByHand {
    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient http =
            new OkHttpClient.Builder().readTimeout(130, TimeUnit.SECONDS).build();
    private final ObjectMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final String url;

    ByHand(String url) {
        this.url = url;
    }

    record Envelope<T>(boolean success, T data, Pagination pagination) {}

    record Pagination(int total, boolean hasMore) {}

    record Job(String id, String status, int total, int completed, List<Page> results) {}

    record Page(String url, String finalUrl, String markdown, Integer statusCode, Integer credits, Metadata metadata) {}

    record Metadata(String title, String description, Integer statusCode, Long duration, String scrapedAt) {}

    Page scrape(String pageUrl) throws IOException {
        Request request = new Request.Builder()
                .url(url + "/v1/read")
                .header("x-api-key", "rdr_key")
                .post(RequestBody.create(mapper.writeValueAsBytes(Map.of("url", pageUrl)), JSON))
                .build();
        try (Response response = http.newCall(request).execute()) {
            return mapper.readValue(response.body().byteStream(), new TypeReference<Envelope<Page>>() {})
                    .data();
        }
    }

    void eachResult(String jobId, Consumer<Page> consumer) throws IOException {
        for (int skip = 0; ; skip += 100) {
            Request request = new Request.Builder()
                    .url(url + "/v1/jobs/" + jobId + "?skip=" + skip + "&limit=100")
                    .header("x-api-key", "rdr_key")
                    .build();
            try (Response response = http.newCall(request).execute()) {
                Envelope<Job> envelope =
                        mapper.readValue(response.body().byteStream(), new TypeReference<Envelope<Job>>() {});
                envelope.data().results().forEach(consumer);
                if (!envelope.pagination().hasMore()) {
                    return;
                }
            }
        }
    }

    void close() {
        http.connectionPool().evictAll();
    }
}
