package dev.reader.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.webhook.WebhookSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without JavaScript: follows no redirect, keeps the cookie, and sends the token of the forms. */
final class DeskClient {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String[] headers;
    private String cookie = "";
    private String token = "";

    /** Creates a client that sends these headers, names and values in turn, with each request for a page. */
    DeskClient(String url, String... headers) {
        this.url = url;
        this.headers = headers;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        return headers.length > 0 ? request.headers(headers) : request;
    }

    HttpResponse<String> get(String path, String... more) {
        HttpRequest.Builder request = request(path);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        if (more.length > 0) {
            request.headers(more);
        }
        HttpResponse<String> response = send(request.build());
        response.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
        Matcher matcher = TOKEN.matcher(response.body());
        if (matcher.find()) {
            token = matcher.group(1);
        }
        return response;
    }

    String body(String path) {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    HttpResponse<String> post(String path, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("csrf", token));
        all.putAll(fields);
        String form = all.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path)
                .header("Cookie", cookie)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    /** Submits the form and returns the path of the job. */
    String submit(Map<String, String> fields) {
        get("/jobs");
        HttpResponse<String> response = post("/jobs", fields);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
        return response.headers().firstValue("Location").orElseThrow();
    }

    /** Delivers a webhook as Reader does, and returns the status. */
    int deliver(String event, String body, String delivery, String secret) {
        Instant now = Instant.now();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(HttpRequest.newBuilder(URI.create(url + "/hooks/reader"))
                        .header("Content-Type", "application/json")
                        .header("X-Reader-Event", event)
                        .header("X-Reader-Delivery", delivery)
                        .header("X-Reader-Timestamp", String.valueOf(now.getEpochSecond()))
                        .header("X-Reader-Signature", WebhookSigner.sign(secret, now, bytes))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .build())
                .statusCode();
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks for a page until it shows something. */
    String await(String path, Predicate<String> shown) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (true) {
            String body = body(path);
            if (shown.test(body)) {
                return body;
            }
            assertThat(System.nanoTime()).as(body).isLessThan(end);
            Thread.onSpinWait();
            LockSupport.parkNanos(100_000_000);
        }
    }

    /** Asks for the page of a job until it is in a state. */
    String awaitState(String path, String state) {
        return await(path, body -> body.contains("<span class=\"state " + state + "\">"));
    }
}
