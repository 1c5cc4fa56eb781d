package dev.reader.examples.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.JsonNodes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls the API over plain HTTP. */
public final class Api {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final LocalReader reader;

    public Api(LocalReader reader) {
        this.reader = reader;
    }

    public record Response(int status, Map<String, List<String>> headers, String body) {
        public JsonNode json() {
            try {
                return JsonNodes.parse(body.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }

        public JsonNode data() {
            return json().path("data");
        }

        public String code() {
            return json().path("error").path("code").asText();
        }

        public JsonNode details() {
            return json().path("error").path("details");
        }

        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    public Response get(String path) {
        return send(request(path).GET());
    }

    public Response delete(String path) {
        return send(request(path).DELETE());
    }

    public Response post(String path, String body, String... headers) {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    public Response patch(String path, String body) {
        return send(request(path).method("PATCH", BodyPublishers.ofString(body)));
    }

    public Response read(ObjectNode body, String... headers) {
        return post("/v1/read", body.toString(), headers);
    }

    public Response scrape(String url) {
        return read(JsonNodes.object().put("url", url));
    }

    /** Creates a job and returns its id. */
    public String job(ObjectNode body) {
        Response response = read(body);
        if (response.status() != 201) {
            throw new AssertionError("no job was created: " + response.body());
        }
        return response.data().path("id").asText();
    }

    public static ObjectNode batch(String... urls) {
        ObjectNode body = JsonNodes.object();
        body.set("urls", JsonNodes.strings(List.of(urls)));
        return body;
    }

    /** Polls a job until it ends, and returns it with its first hundred results. */
    public JsonNode ended(String id) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode job = get("/v1/jobs/" + id + "?limit=100").data();
            if (List.of("completed", "failed", "cancelled")
                    .contains(job.path("status").asText())) {
                return job;
            }
        }
        throw new AssertionError("the job did not end");
    }

    List<JsonNode> results(JsonNode job) {
        List<JsonNode> results = new ArrayList<>();
        job.path("results").forEach(results::add);
        return results;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : reader.baseUrl() + path))
                .header("x-api-key", reader.apiKey())
                .header("content-type", "application/json")
                .timeout(TIMEOUT);
    }

    public static Response send(HttpRequest.Builder request) {
        try {
            return trySend(request);
        } catch (IOException e) {
            throw new AssertionError("no response", e);
        }
    }

    public static Response trySend(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Response(response.statusCode(), response.headers().map(), response.body());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
