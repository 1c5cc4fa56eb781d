package consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reader.client.BatchRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.ScrapeRequest;
import dev.reader.client.error.InvalidRequestException;
import dev.reader.client.model.Format;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.client.model.ProxyMode;
import dev.reader.client.webhook.WebhookSigner;
import dev.reader.client.webhook.WebhookVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Uses the packaged jar and only its public packages. */
public final class Main {
    private static final String JOB = "\"id\": \"job_1\", \"mode\": \"batch\", \"total\": 1, \"completed\": 1, "
            + "\"createdAt\": \"2026-03-01T12:00:00Z\"";
    private static final String PAGE = "{\"url\": \"https://example.com/\", \"markdown\": \"# Hi\", \"credits\": 1, "
            + "\"proxyMode\": \"standard\", \"extracted\": {\"name\": \"Pot\", \"price\": 12}, \"metadata\": "
            + "{\"title\": \"Hi\", \"duration\": 1234, \"scrapedAt\": \"2026-03-01T12:00:00Z\", \"new\": 1}}";
    private static final String PAGINATION =
            "\"pagination\": {\"total\": 1, \"skip\": 0, \"limit\": 100, \"hasMore\": false}";

    private static final Map<String, String> RESPONSES = Map.of(
            "POST /v1/read", data(PAGE),
            "GET /v1/jobs/job_1", data("{" + JOB + ", \"status\": \"completed\", \"results\": [" + PAGE + "]}"),
            "DELETE /v1/jobs/job_1", data("{\"id\": \"job_1\", \"status\": \"cancelled\"}"),
            "POST /v1/jobs/job_1/retry", data("{\"id\": \"job_1\", \"status\": \"queued\", \"retrying\": 2}"),
            "GET /v1/usage/credits",
                    data("{\"balance\": 10, \"limit\": 20, \"used\": 10, \"tier\": \"free\", \"resetAt\": "
                            + "\"2026-04-01T00:00:00Z\"}"),
            "GET /v1/usage/history",
                    data("[{\"id\": \"u_1\", \"url\": \"https://example.com/\", \"duration\": 12, \"status\": "
                            + "\"success\", \"cached\": false, \"proxyMode\": null, \"credits\": 1, \"error\": null, "
                            + "\"createdAt\": \"2026-03-01T12:00:00Z\"}]"),
            "GET /v1/queue/status", data("{\"activeJobs\": 1, \"waitingJobs\": 0, \"maxConcurrency\": 2}"),
            "GET /v1/sessions",
                    data("[{\"sessionId\": \"s_1\", \"status\": \"active\", \"createdAt\": \"2026-03-01T12:00:00Z\", "
                            + "\"expiresAt\": \"2026-03-01T12:10:00Z\"}]"),
            "GET /v1/api-keys",
                    data("[{\"id\": \"k_1\", \"name\": \"ci\", \"last4\": \"abcd\", \"active\": true, \"rateLimit\": "
                            + "null, \"expiresAt\": null, \"lastUsedAt\": null, \"createdAt\": "
                            + "\"2026-03-01T12:00:00Z\"}]"));

    private Main() {}

    /** A record to extract from a page. */
    record Product(String name, int price) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args[0].equals("as a module")) {
            check(
                    "the library is a module",
                    "dev.reader.client",
                    ReaderClient.class.getModule().getName());
            long okio = ModuleLayer.boot().modules().stream()
                    .filter(module -> module.getPackages().contains("okio"))
                    .count();
            check("modules with okio", 1L, okio);
        } else {
            check("no module", null, ReaderClient.class.getModule().getName());
        }
        long okio = ReaderClient.class
                .getClassLoader()
                .resources("okio/Buffer.class")
                .count();
        check("jars with okio", 1L, okio);

        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", Main::respond);
        server.start();
        try (ReaderClient reader = ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build()) {
            pages(reader);
            jobs(reader);
            account(reader);
            failures(reader);
        } finally {
            server.stop(0);
        }
        webhooks();
        Streams.check();
        System.out.println("consumer " + args[0] + ": passed");
    }

    private static void pages(ReaderClient reader) {
        Page page = reader.scrape(ScrapeRequest.builder("https://example.com/")
                .formats(Format.MARKDOWN, Format.of("new"))
                .proxyMode(ProxyMode.STANDARD)
                .build());
        check("markdown", "# Hi", page.markdown());
        check("duration", Duration.ofMillis(1234), page.metadata().duration());
        check("time", Instant.parse("2026-03-01T12:00:00Z"), page.metadata().scrapedAt());
        check(
                "unknown field",
                1,
                page.metadata().additionalProperties().get("new").asInt());
        check("extracted", new Product("Pot", 12), page.extractedAs(Product.class));
    }

    private static void jobs(ReaderClient reader) {
        Job job = reader.waitForJob("job_1");
        check("status", JobStatus.COMPLETED, job.status());
        check("results", 1, job.results().size());
        check("iterated", 1L, reader.jobResults("job_1").stream().count());
        check("cancelled", JobStatus.CANCELLED, reader.cancelJob("job_1"));
        check("retrying", 2, reader.retryJob("job_1").retrying());
    }

    private static void account(ReaderClient reader) {
        check("credits", 10, reader.getCredits().balance());
        check("usage", 1L, reader.usageHistory().stream().count());
        check("queue", 1, reader.getQueueStatus().activeJobs());
        check("sessions", 1, reader.sessions().list().size());
        check("keys", 1, reader.apiKeys().list().size());
    }

    private static void failures(ReaderClient reader) {
        try {
            reader.createJob(BatchRequest.of("https://invalid.example/"));
            throw new AssertionError("expected an InvalidRequestException");
        } catch (InvalidRequestException e) {
            check("issue", "urls.0", e.issues().get(0).path());
        }
    }

    private static void webhooks() {
        byte[] body = "{\"jobId\": \"job_1\"}".getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.now();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("X-Reader-Event", "job.completed");
        headers.put("X-Reader-Delivery", "d_1");
        headers.put("X-Reader-Timestamp", String.valueOf(now.getEpochSecond()));
        headers.put("X-Reader-Signature", WebhookSigner.sign("a secret of the tests", now, body));
        check(
                "event",
                "job.completed",
                WebhookVerifier.of("a secret of the tests")
                        .verify(headers::get, body)
                        .type());
    }

    private static void respond(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String requestBody = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String response = RESPONSES.get(request);
        int status = 200;
        if (response == null) {
            status = 404;
            response = "{\"success\": false, \"error\": {\"code\": \"not_found\", \"message\": \"no such thing\"}}";
        } else if (requestBody.contains("invalid.example")) {
            status = 400;
            response = "{\"success\": false, \"error\": {\"code\": \"invalid_request\", \"message\": \"no\", "
                    + "\"details\": {\"issues\": [{\"path\": [\"urls\", 0], \"message\": \"invalid URL\"}]}}}";
        }
        byte[] bytes = response.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String data(String data) {
        return "{\"success\": true, \"data\": " + data + ", " + PAGINATION + "}";
    }

    static void check(String what, Object expected, Object actual) {
        if (expected == null ? actual != null : !expected.equals(actual)) {
            throw new AssertionError(what + ": expected " + expected + " but was " + actual);
        }
    }
}
