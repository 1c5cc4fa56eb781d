package consumer;

import dev.reader.client.webhook.WebhookEvent;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookSigner;
import dev.reader.client.webhook.WebhookVerifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes the receiver, sends deliveries to its servlet, and checks the responses. */
final class Deliveries {
    static final String PATH = "/hooks/reader";
    private static final String SECRET = "a secret of the tests";

    private final List<WebhookEvent> events = new CopyOnWriteArrayList<>();

    WebhookReceiver receiver() {
        return WebhookReceiver.of(WebhookVerifier.of(SECRET), events::add);
    }

    void check(String container, int port) throws Exception {
        URI hook = URI.create("http://127.0.0.1:" + port + PATH);
        check("a signed delivery", 200, deliver(hook, SECRET, "d_1"));
        check("the same delivery again", 200, deliver(hook, SECRET, "d_1"));
        check("a delivery with another signature", 401, deliver(hook, "another secret of 16", "d_2"));
        check("a GET", 405, send(HttpRequest.newBuilder(hook).build()));
        check("handled events", 1, events.size());
        check("job", "job_1", ((WebhookEvent.JobCompleted) events.get(0)).jobId());
        System.out.println("consumer in " + container + ": passed");
    }

    private static int deliver(URI hook, String secret, String deliveryId) throws Exception {
        byte[] body = "{\"jobId\": \"job_1\"}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = WebhookSigner.headers(secret, Instant.now(), "job.completed", deliveryId, body);
        HttpRequest.Builder request = HttpRequest.newBuilder(hook).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        return send(request.build());
    }

    private static int send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static void check(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": expected " + expected + " but was " + actual);
        }
    }
}
