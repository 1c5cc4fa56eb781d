package dev.reader.client;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;

/** Creates responses like those of the server. */
final class Answers {
    static final String PAGE = "{\"url\": \"https://example.com/\", \"markdown\": \"# Example\"}";

    private Answers() {}

    static MockResponse.Builder json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .addHeader("x-request-id", "req_1")
                .body(body);
    }

    static MockResponse data(int status, String data) {
        return json(status, envelope(data)).build();
    }

    static MockResponse page() {
        return data(200, PAGE);
    }

    static String envelope(String data) {
        return "{\"success\": true, \"data\": " + data + "}";
    }

    static String errorBody(String code, String details) {
        return "{\"success\": false, \"error\": {\"code\": \"" + code + "\", \"message\": \"no: " + code
                + "\", \"details\": " + details + ", \"docsUrl\": \"https://docs.example/errors#" + code + "\"}}";
    }

    static MockResponse error(int status, String code) {
        return json(status, errorBody(code, "{}")).build();
    }

    static MockResponse error(int status, String code, String details) {
        return json(status, errorBody(code, details)).build();
    }

    static MockResponse rateLimited(Duration retryAfter) {
        return json(429, errorBody("rate_limited", "{}"))
                .addHeader("Retry-After", String.valueOf(retryAfter.toSeconds()))
                .build();
    }

    static String job(String id, String status, int completed, int total) {
        return "{\"id\": \"" + id + "\", \"status\": \"" + status
                + "\", \"mode\": \"batch\", \"total\": " + total + ", \"completed\": " + completed
                + ", \"creditsUsed\": " + completed + ", \"createdAt\": \"2026-03-01T12:00:00Z\"}";
    }

    /** A job with some of its results, as returned by {@code GET /v1/jobs/{id}}. */
    static String jobDetail(String id, String status, int skip, int count, int total, boolean hasMore) {
        String results = IntStream.range(skip, skip + count)
                .mapToObj(i -> "{\"url\": \"" + url(i) + "\"}")
                .collect(Collectors.joining(", "));
        return "{\"success\": true, \"data\": {\"id\": \"" + id + "\", \"status\": \"" + status
                + "\", \"mode\": \"batch\", \"total\": " + total + ", \"completed\": " + total
                + ", \"error\": null, \"results\": [" + results + "]}, \"pagination\": {\"total\": " + total
                + ", \"skip\": " + skip + ", \"limit\": " + Math.max(1, count) + ", \"hasMore\": " + hasMore + "}}";
    }

    static String url(int index) {
        return "https://example.com/" + index;
    }

    static List<String> urls(int count) {
        return Collections.unmodifiableList(
                IntStream.range(0, count).mapToObj(Answers::url).toList());
    }
}
