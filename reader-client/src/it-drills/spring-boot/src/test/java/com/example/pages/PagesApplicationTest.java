package com.example.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.ReaderClient;
import dev.reader.client.model.Page;
import dev.reader.client.webhook.WebhookSigner;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;

// Spring Boot 3 turns tracing off in tests unless asked
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.test.observability.auto-configure=true")
class PagesApplicationTest {
    private static final String SECRET = "a secret of the tests";
    private static final FakeReader FAKE = new FakeReader();

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private ReaderClient reader;

    @Autowired
    private JdbcClient database;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private Tracer tracer;

    @Autowired
    private ObservationRegistry observations;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry properties) {
        properties.add("reader.base-url", FAKE::url);
        properties.add("reader.api-key", () -> "rdr_key");
        properties.add("reader.webhook-secret", () -> SECRET);
        properties.add("management.endpoint.health.cache.time-to-live", () -> "0s");
    }

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @BeforeEach
    void reset() {
        FAKE.refusing = false;
        FAKE.traceParents.clear();
        database.sql("DELETE FROM completed_job").update();
        database.sql("DELETE FROM reader_webhook_delivery").update();
    }

    @Test
    void aPageGoesOutAsJson_andComesBackEqual() {
        RestClient client = RestClient.create("http://127.0.0.1:" + port);
        Page page = Page.fromJson(FakeReader.PAGE);

        String json =
                client.get().uri("/pages?url=https://example.com/").retrieve().body(String.class);
        Page read =
                client.get().uri("/pages?url=https://example.com/").retrieve().body(Page.class);
        Page echoed = client.post().uri("/pages/echo").body(read).retrieve().body(Page.class);

        assertThat(json).contains("\"duration\":1234", "\"extracted\":{\"name\":\"Pot\",\"price\":12}");
        assertThat(read).isEqualTo(page);
        assertThat(echoed).isEqualTo(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hooks/reader", "/hooks/reader-servlet"})
    void aDeliveryIsHandledOnce(String path) throws Exception {
        assertThat(deliver(path, SECRET, "d_1", "job_1")).isEqualTo(200);
        assertThat(deliver(path, SECRET, "d_1", "job_1")).isEqualTo(200);
        assertThat(deliver(path, "another secret of 16", "d_2", "job_2")).isEqualTo(401);

        assertThat(completedJobs()).isEqualTo(1);
        assertThat(deliveries()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hooks/reader", "/hooks/reader-servlet"})
    void aDeliveryWhoseEffectFails_isNotRecorded(String path) throws Exception {
        database.sql("INSERT INTO completed_job (job_id) VALUES ('job_1')").update();

        assertThat(deliver(path, SECRET, "d_1", "job_1")).isEqualTo(500);
        assertThat(deliveries()).isZero();

        database.sql("DELETE FROM completed_job").update();
        assertThat(deliver(path, SECRET, "d_1", "job_1")).isEqualTo(200);
        assertThat(deliveries()).isEqualTo(1);
    }

    @Test
    void healthTellsTheCredits_andThatReaderRefuses() throws Exception {
        assertThat(get("/actuator/health").body()).contains("\"credits\":10");

        FAKE.refusing = true;
        HttpResponse<String> down = get("/actuator/health");

        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).contains("UnauthenticatedException").doesNotContain("rdr_key");
    }

    @Test
    void callsAreCounted_andRequestsCarryTheTrace() {
        assertThat(ReaderObservability.template("/v1/jobs/job_1/stream")).isEqualTo("/v1/jobs/{id}/stream");
        assertThat(ReaderObservability.template("/v1/read")).isEqualTo("/v1/read");
        double credits = meters.counter("reader.credits").count();
        var span = tracer.nextSpan().name("work").start();
        try (var scope = tracer.withSpan(span)) {
            reader.scrape("https://example.com/");
        } finally {
            span.end();
        }

        assertThat(FAKE.traceParents).hasSize(1);
        assertThat(FAKE.traceParents.peek()).contains(span.context().traceId());
        assertThat(meters.get("reader.calls")
                        .tags("operation", "scrape", "outcome", "success")
                        .timer()
                        .count())
                .isPositive();
        assertThat(meters.counter("reader.credits").count()).isEqualTo(credits + 1);
        assertThat(meters.get("reader.request").tag("uri", "/v1/read").timer().count())
                .isPositive();
    }

    @Test
    void asynchronousRequestsBelongToTheTraceOfTheirCaller() {
        String trace = Observation.createNotStarted("work", observations).observe(() -> {
            reader.async().scrape("https://example.com/").join();
            return tracer.currentSpan().context().traceId();
        });

        assertThat(FAKE.traceParents).singleElement().asString().contains(trace);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void requestsRunInVirtualThreads() throws Exception {
        assertThat(get("/thread").body()).contains("VirtualThread");
    }

    @Test
    void springClosesTheClient() {
        ReaderClient other;
        try (ConfigurableApplicationContext context = SpringApplication.run(
                PagesApplication.class,
                "--server.port=0",
                "--reader.base-url=" + FAKE.url(),
                "--reader.api-key=rdr_key",
                "--reader.webhook-secret=" + SECRET)) {
            other = context.getBean(ReaderClient.class);
            assertThat(other.scrape("https://example.com/").markdown()).isEqualTo("# Hi");
        }
        assertThatThrownBy(() -> other.scrape("https://example.com/")).hasMessageContaining("closed");
    }

    private long completedJobs() {
        return database.sql("SELECT COUNT(*) FROM completed_job")
                .query(Long.class)
                .single();
    }

    private long deliveries() {
        return database.sql("SELECT COUNT(*) FROM reader_webhook_delivery")
                .query(Long.class)
                .single();
    }

    private int deliver(String path, String secret, String deliveryId, String jobId) throws Exception {
        byte[] body = ("{\"jobId\": \"" + jobId + "\"}").getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = WebhookSigner.headers(secret, Instant.now(), "job.completed", deliveryId, body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
