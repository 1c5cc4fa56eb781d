package demo.app;

import com.sun.net.httpserver.HttpServer;
import dev.reader.client.ReaderClient;
import dev.reader.client.ScrapeRequest;
import dev.reader.client.error.InvalidRequestException;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/** Uses the client as a module, with records of its own that nobody else can see. */
public final class Main {
    private Main() {}

    enum Kind {
        BIG,
        SMALL
    }

    record Maker(String name) {}

    private record Product(String name, Integer pieces, List<Maker> makers, Kind kind, LocalDate since) {}

    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/v1/read", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (request.contains("\"webhook\":{\"url\":\"https://example.com/hook\",\"events\":[\"job.completed\"]")) {
                byte[] job =
                        "{\"success\": true, \"data\": {\"id\": \"j2\", \"status\": \"queued\", \"total\": 0, \"completed\": 0}}"
                                .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(201, job.length);
                exchange.getResponseBody().write(job);
                exchange.close();
                return;
            }
            boolean wrong = !request.contains("\"makers\":{\"type\":\"array\"");
            byte[] answer = (wrong
                            ? "{\"success\": false, \"error\": {\"code\": \"invalid_request\", \"message\": \"no schema\"}}"
                            : "{\"success\": true, \"data\": {\"url\": \"https://example.com/\", \"extracted\":"
                                    + " {\"name\": \"Lamp\", \"pieces\": null, \"makers\": [{\"name\": \"Lux\"}],"
                                    + " \"kind\": \"SMALL\", \"since\": \"2026-02-28\"}, \"metadata\": {\"duration\": 12,"
                                    + " \"scrapedAt\": \"2026-03-01T12:00:00Z\"}}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(wrong ? 400 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.createContext("/v1/jobs/j1", exchange -> {
            byte[] answer = "{\"success\": true, \"data\": {\"id\": \"j1\", \"status\": \"cancelled\"}}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try (ReaderClient reader = ReaderClient.builder()
                .apiKey("rdr_test")
                .baseUrl("http://localhost:" + server.getAddress().getPort())
                .build()) {
            if (!Main.class.getModule().isNamed()
                    || !ReaderClient.class.getModule().isNamed()) {
                throw new AssertionError("not on the module path");
            }
            Page page = reader.scrape(ScrapeRequest.builder("https://example.com/")
                    .extract(Product.class)
                    .build());
            System.out.println(
                    page.extractedAs(Product.class) + " " + page.metadata().duration());
            try {
                reader.scrape("https://example.com/");
                throw new AssertionError("the request without a schema was taken");
            } catch (InvalidRequestException e) {
                System.out.println(e.code());
            }
            JobStatus status = reader.cancelJob("j1");
            System.out.println(status);
            System.out.println("webhook: " + Webhooks.receive());
            System.out.println("created " + Webhooks.createJob(reader));
        } finally {
            server.stop(0);
        }
    }
}
