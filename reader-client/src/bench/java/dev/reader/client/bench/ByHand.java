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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The same calls written directly with OkHttp and Jackson, without error handling. */
final class ByHand {
    private static final MediaType JSON = MediaType.get("application/json");

    private static final int MAX_CALLS = 64;

    private final OkHttpClient http = new OkHttpClient.Builder()
            .readTimeout(130, TimeUnit.SECONDS)
            .dispatcher(dispatcher())
            .connectionPool(new ConnectionPool(MAX_CALLS, 5, TimeUnit.MINUTES))
            .build();
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

    private static Dispatcher dispatcher() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(MAX_CALLS);
        dispatcher.setMaxRequestsPerHost(MAX_CALLS);
        return dispatcher;
    }

    Page scrape(String pageUrl) throws IOException {
        try (Response response = http.newCall(scrapeRequest(pageUrl)).execute()) {
            return page(response);
        }
    }

    private Request scrapeRequest(String pageUrl) throws IOException {
        return new Request.Builder()
                .url(url + "/v1/read")
                .header("x-api-key", "rdr_key")
                .post(RequestBody.create(mapper.writeValueAsBytes(Map.of("url", pageUrl)), JSON))
                .build();
    }

    private Page page(Response response) throws IOException {
        return mapper.readValue(response.body().byteStream(), new TypeReference<Envelope<Page>>() {})
                .data();
    }

    /** Completes the future on the thread of OkHttp. */
    CompletableFuture<Page> scrapeAsync(String pageUrl) throws IOException {
        CompletableFuture<Page> future = new CompletableFuture<>();
        http.newCall(scrapeRequest(pageUrl)).enqueue(new Callback() {
            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    future.complete(page(response));
                } catch (IOException | RuntimeException e) {
                    future.completeExceptionally(e);
                }
            }

            @Override
            public void onFailure(Call call, IOException e) {
                future.completeExceptionally(e);
            }
        });
        return future;
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
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
