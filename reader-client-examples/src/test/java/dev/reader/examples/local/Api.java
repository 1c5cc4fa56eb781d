package dev.reader.examples.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** The API over raw HTTP. */
final class Api {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final LocalReader reader;

    Api(LocalReader reader) {
        this.reader = reader;
    }

    record Answer(int status, Map<String, List<String>> headers, String body) {
        JsonNode json() {
            try {
                return Json.parse(body.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }

        JsonNode data() {
            return json().path("data");
        }

        String code() {
            return json().path("error").path("code").asText();
        }

        JsonNode details() {
            return json().path("error").path("details");
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, String body, String... headers) {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    Answer patch(String path, String body) {
        return send(request(path).method("PATCH", BodyPublishers.ofString(body)));
    }

    Answer read(ObjectNode body, String... headers) {
        return post("/v1/read", body.toString(), headers);
    }

    Answer scrape(String url) {
        return read(Json.object().put("url", url));
    }

    /** Creates the job and answers its id. */
    String job(ObjectNode body) {
        Answer answer = read(body);
        if (answer.status() != 201) {
            throw new AssertionError("no job: " + answer.body());
        }
        return answer.data().path("id").asText();
    }

    static ObjectNode batch(String... urls) {
        ObjectNode body = Json.object();
        body.set("urls", Json.strings(List.of(urls)));
        return body;
    }

    /** Asks for the job until it is over, and answers it with its first hundred results. */
    JsonNode ended(String id) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode job = get("/v1/jobs/" + id + "?limit=100").data();
            if (List.of("completed", "failed", "cancelled")
                    .contains(job.path("status").asText())) {
                return job;
            }
        }
        throw new AssertionError("the job does not end");
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
                .timeout(PATIENCE);
    }

    static Answer send(HttpRequest.Builder request) {
        try {
            return trySend(request);
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        }
    }

    static Answer trySend(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers().map(), response.body());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
