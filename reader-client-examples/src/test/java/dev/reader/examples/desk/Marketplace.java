package dev.reader.examples.desk;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A marketplace that orders and then polls every 15 minutes, in simulated time, waits 8 seconds for an answer, and gives up
 * after five failures in a row.
 */
final class Marketplace {
    static final Duration POLL_INTERVAL = Duration.ofMinutes(15);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);
    private static final int MAX_FAILURES = 5;
    private static final int MAX_POLLS = 1_000;
    private static final Set<String> STATUSES = Set.of("processing", "completed", "failed");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String authorization;
    private final Duration answerWithin;
    private Duration now = Duration.ZERO;

    /** How it ended: a status of the endpoint, or "given up". */
    record Outcome(String status, int polls, int failedPolls) {}

    Marketplace(String url, String authorization) {
        this(url, authorization, ANSWER_WITHIN);
    }

    /** A marketplace of less patience, for a test of an endpoint that never answers. */
    Marketplace(String url, String authorization, Duration answerWithin) {
        this.url = url;
        this.authorization = authorization;
        this.answerWithin = answerWithin;
    }

    Duration now() {
        return now;
    }

    void order(String orderId, String inputs) throws IOException {
        HttpResponse<String> response = send(request("/orders")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"order_id\":\"" + orderId + "\",\"inputs\":" + inputs + "}")));
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError("the order was refused: " + response.body());
        }
    }

    /** Polls until the order has ended; {@code meanwhile} is what happens in 15 minutes. */
    Outcome follow(String orderId, Runnable meanwhile) {
        int failures = 0;
        for (int polls = 1; polls <= MAX_POLLS; polls++) {
            now = now.plus(POLL_INTERVAL);
            meanwhile.run();
            String status = poll(orderId);
            failures = status.isEmpty() ? failures + 1 : 0;
            if (failures == MAX_FAILURES) {
                return new Outcome("given up", polls, failures);
            }
            if (status.equals("completed") || status.equals("failed")) {
                return new Outcome(status, polls, failures);
            }
        }
        throw new AssertionError("order " + orderId + " does not end");
    }

    /** Returns the status; empty if the connection is refused, the response is late, or it breaks off. */
    private String poll(String orderId) {
        try {
            HttpResponse<String> response = send(request("/orders/" + orderId + "/status"));
            String status = JSON.readTree(response.body()).path("status").asText();
            return response.statusCode() == 200 && STATUSES.contains(status) ? status : "";
        } catch (IOException e) {
            return "";
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", authorization);
    }

    /** Waits for the whole response; the time-out of the request alone covers its headers only. */
    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        CompletableFuture<HttpResponse<String>> response =
                http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
        try {
            return response.get(answerWithin.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            response.cancel(true);
            throw new IOException("no answer within " + answerWithin, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
