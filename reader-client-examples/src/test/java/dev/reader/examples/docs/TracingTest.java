package dev.reader.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.reader.client.JobStream;
import dev.reader.client.ReaderClient;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tracing with OpenTelemetry's own library: a span for each request, and the trace in its headers. */
class TracingTest {
    private final List<String> traceparents = new CopyOnWriteArrayList<>();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private HttpServer server;
    private String baseUrl;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        baseUrl = "http://localhost:" + server.getAddress().getPort();
        answer("/v1/read", "application/json", "{\"success\": true, \"data\": {\"url\": \"https://a.example/\"}}");
        answer(
                "/v1/jobs/job_1/stream",
                "text/event-stream",
                "event: done\ndata: {\"status\": \"completed\", \"completed\": 0, \"total\": 0}\n\n");
        server.start();
    }

    private void answer(String path, String type, String body) {
        server.createContext(path, exchange -> {
            traceparents.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
            exchange.getResponseHeaders().set("Content-Type", type);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void requestsHaveASpanInTheCallersTrace() {
        try (OpenTelemetrySdk telemetry = TracedScrape.telemetry(spans);
                ReaderClient reader = TracedScrape.reader(baseUrl, "rdr_secret_key", telemetry)) {
            Span order = telemetry.getTracer("test").spanBuilder("order").startSpan();
            try (Scope scope = order.makeCurrent()) {
                assertThat(scope).isNotNull();
                reader.scrape("https://a.example/");
            } finally {
                order.end();
            }

            SpanData request = spans.getFinishedSpanItems().stream()
                    .filter(span -> span.getKind() == SpanKind.CLIENT)
                    .findFirst()
                    .orElseThrow();
            assertThat(request.getParentSpanId())
                    .isEqualTo(order.getSpanContext().getSpanId());
            assertThat(traceparents)
                    .singleElement()
                    .asString()
                    .startsWith("00-" + order.getSpanContext().getTraceId() + "-" + request.getSpanId() + "-");
            assertThat(request.toString()).doesNotContain("rdr_secret_key");
        }
    }

    @Test
    void requestsOnOtherThreadsBelongToTheCallersTraceToo() {
        try (OpenTelemetrySdk telemetry = TracedScrape.telemetry(spans);
                ReaderClient reader = TracedScrape.reader(baseUrl, "rdr_key", telemetry)) {
            Span order = telemetry.getTracer("test").spanBuilder("order").startSpan();
            try (Scope scope = order.makeCurrent()) {
                assertThat(scope).isNotNull();
                try (JobStream events = reader.stream("job_1")) {
                    events.iterator().next();
                }
                reader.async().scrape("https://a.example/").join();
            } finally {
                order.end();
            }

            assertThat(traceparents)
                    .hasSize(2)
                    .allSatisfy(parent -> assertThat(parent)
                            .startsWith("00-" + order.getSpanContext().getTraceId() + "-"));
        }
    }

    @Test
    void theProgramRuns() {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            TracedScrape.main(new String[] {baseUrl, "rdr_key", "https://a.example/"});
        } finally {
            System.setOut(before);
        }

        assertThat(traceparents).singleElement().asString().startsWith("00-");
    }
}
