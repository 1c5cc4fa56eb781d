package dev.reader.examples.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A marketplace that orders and then polls every 15 minutes, in simulated time, waits 8 seconds for an answer, and gives up
 * after five failures in a row.
 */
final class Marketplace {
    static final Duration POLL_INTERVAL = Duration.ofMinutes(15);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);
    private static final int MAX_FAILURES = 5;
    private static final int MAX_POLLS = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String authorization;
    private Duration now = Duration.ZERO;

    /** How it ended: a status of the endpoint, or "given up". */
    record Outcome(String status, int polls, int failedPolls) {}

    Marketplace(String url, String authorization) {
        this.url = url;
        this.authorization = authorization;
    }

    Duration now() {
        return now;
    }

    void order(String orderId, String inputs) {
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

    /** Returns the status, or an empty text if there is no proper answer in time. */
    private String poll(String orderId) {
        HttpResponse<String> response = send(request("/orders/" + orderId + "/status"));
        if (response.statusCode() != 200) {
            return "";
        }
        try {
            JsonNode answer = JSON.readTree(response.body());
            return answer.path("status").asText();
        } catch (IOException e) {
            return "";
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", authorization);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
