package dev.reader.client.webhook;

import static dev.reader.client.webhook.Deliveries.BODY;
import static dev.reader.client.webhook.Deliveries.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reader.client.testing.Await;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the servlet in Jetty with an HTTP client and with plain sockets. */
@Timeout(300)
class ReaderWebhookServletTest {
    private static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);
    private final ServletContextHandler context = new ServletContextHandler();
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<WebhookEvent> handled = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> exchanges = new LinkedBlockingQueue<>();
    private final Map<String, String> headers = Deliveries.completed("d-1");

    @BeforeEach
    void start() throws Exception {
        jetty.addConnector(connector);
        jetty.setHandler(context);
        Filter recorder = (request, response, chain) -> {
            try {
                chain.doFilter(request, response);
                exchanges.add("status " + ((HttpServletResponse) response).getStatus());
            } catch (IOException e) {
                exchanges.add("broken off");
                throw e;
            }
        };
        context.addFilter(new FilterHolder(recorder), "/*", null);
        serve(new ReaderWebhookServlet(VERIFIER, handled::add), "/hooks");
        jetty.start();
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
    }

    private void serve(ReaderWebhookServlet servlet, String path) {
        context.addServlet(new ServletHolder(servlet), path);
    }

    private int post(String path, Map<String, String> headers, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).POST(body);
        headers.forEach(request::setHeader);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private int post(byte[] body) throws IOException, InterruptedException {
        return post("/hooks", headers, HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + connector.getLocalPort() + path);
    }

    @Test
    void acceptsDeliveryAndDuplicate() throws Exception {
        assertThat(post(BODY)).isEqualTo(200);
        assertThat(post(BODY)).isEqualTo(200);

        assertThat(handled).singleElement().isInstanceOfSatisfying(WebhookEvent.JobCompleted.class, event -> {
            assertThat(event.jobId()).isEqualTo("job_1");
            assertThat(event.deliveryId()).isEqualTo("d-1");
        });
    }

    @Test
    void rejectsUnsignedDelivery() throws Exception {
        assertThat(post(Deliveries.utf8("{\"jobId\":\"job_2\"}"))).isEqualTo(401);
        headers.put("X-Reader-Signature", "sha256=");
        assertThat(post(BODY)).isEqualTo(400);
        headers.remove("X-Reader-Signature");
        assertThat(post(BODY)).isEqualTo(401);

        assertThat(handled).isEmpty();
    }

    @Test
    void rejectsMalformedBody() throws Exception {
        byte[] body = new byte[0];
        headers.putAll(Deliveries.headers("job.completed", "d-1", body));

        assertThat(post(body)).isEqualTo(400);
        assertThat(handled).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"})
    void respondsWith405ToOtherMethods(String method) throws Exception {
        try (Socket socket = connect()) {
            write(socket, method + " /hooks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(answer(socket)).startsWith("HTTP/1.1 405 ").contains("Allow: POST");
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void handlerThatFailsTwice_isCalledThreeTimes() throws Exception {
        int[] calls = {0};
        serve(
                new ReaderWebhookServlet(VERIFIER, event -> {
                    if (++calls[0] <= 2) {
                        throw new IOException("the database is away");
                    }
                    handled.add(event);
                }),
                "/failing");

        assertThat(postTo("/failing")).isEqualTo(500);
        assertThat(postTo("/failing")).isEqualTo(500);
        assertThat(postTo("/failing")).isEqualTo(200);
        assertThat(postTo("/failing")).isEqualTo(200);
        assertThat(calls[0]).isEqualTo(3);
        assertThat(handled).hasSize(1);
    }

    private int postTo(String path) throws IOException, InterruptedException {
        return post(path, headers, HttpRequest.BodyPublishers.ofByteArray(BODY));
    }

    @Test
    void passesEventsToSubclass() throws Exception {
        serve(new Subclass(VERIFIER, handled), "/subclass");
        serve(new Subclass(WebhookReceiver.builder(VERIFIER).maxBodyBytes(4), handled), "/small");

        assertThat(postTo("/subclass")).isEqualTo(200);
        assertThat(postTo("/subclass")).isEqualTo(200);
        assertThat(handled).hasSize(1);
        assertThat(postTo("/small")).isEqualTo(413);
    }

    private static final class Subclass extends ReaderWebhookServlet {
        private static final long serialVersionUID = 1L;
        private final transient BlockingQueue<WebhookEvent> handled;

        Subclass(WebhookVerifier verifier, BlockingQueue<WebhookEvent> handled) {
            super(verifier);
            this.handled = handled;
        }

        Subclass(WebhookReceiver.Builder settings, BlockingQueue<WebhookEvent> handled) {
            super(settings);
            this.handled = handled;
        }

        @Override
        protected void handle(WebhookEvent event) {
            handled.add(event);
        }
    }

    @Test
    void subclassWithoutHandle_respondsWith500() throws Exception {
        serve(
                new ReaderWebhookServlet(VERIFIER) {
                    private static final long serialVersionUID = 1L;
                },
                "/forgotten");

        assertThat(postTo("/forgotten")).isEqualTo(500);
    }

    @Test
    void acceptsChunkedBody() throws Exception {
        byte[] body = Deliveries.utf8("{\"jobId\":\"job_1\",\"filler\":\"" + "x".repeat(100_000) + "\"}");
        Map<String, String> signed = Deliveries.headers("job.completed", "d-1", body);

        HttpRequest.BodyPublisher chunked =
                HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body));

        assertThat(chunked.contentLength()).isEqualTo(-1);
        assertThat(post("/hooks", signed, chunked)).isEqualTo(200);
        assertThat(handled.take().payload().get("filler").textValue()).hasSize(100_000);
    }

    @Test
    void acceptsBodySentByteByByte() throws Exception {
        try (Socket socket = connect()) {
            write(socket, head("Transfer-Encoding: chunked"));
            for (byte b : BODY) {
                write(socket, "1\r\n" + (char) b + "\r\n");
            }
            write(socket, "0\r\n\r\n");

            assertThat(answer(socket)).startsWith("HTTP/1.1 200 ");
        }
        assertThat(handled).hasSize(1);
    }

    @Test
    void stalledBody_failsAfterContainerTimeout() throws Exception {
        connector.setIdleTimeout(200);
        try (Socket socket = connect()) {
            write(socket, head("Content-Length: " + BODY.length) + "{\"jobId\"");

            assertThat(exchanges.poll(60, TimeUnit.SECONDS)).isEqualTo("broken off");
            assertThat(answer(socket)).doesNotContain("HTTP/1.1 2");
        }
        assertThat(handled).isEmpty();
        assertThat(post(BODY)).isEqualTo(200);
        assertThat(handled).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 17", "Transfer-Encoding: chunked"})
    void abortedBody_isNotHandled(String framing) throws Exception {
        try (Socket socket = connect()) {
            write(socket, head(framing) + (framing.startsWith("C") ? "{\"jobId\"" : "8\r\n{\"jobId\"\r\n"));
        }

        assertThat(exchanges.poll(60, TimeUnit.SECONDS)).isEqualTo("broken off");
        assertThat(handled).isEmpty();
        assertThat(post(BODY)).isEqualTo(200);
        assertThat(handled).hasSize(1);
    }

    @Test
    void tooLargeBody_isRejected() throws Exception {
        byte[] body = new byte[MAX_BODY_BYTES + 1];
        HttpRequest.BodyPublisher chunked =
                HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body));
        HttpRequest.BodyPublisher announced = HttpRequest.BodyPublishers.ofByteArray(body);

        assertThat(post("/hooks", headers, announced)).isEqualTo(413);
        assertThat(post("/hooks", headers, chunked)).isEqualTo(413);
        assertThat(handled).isEmpty();
        assertThat(post(BODY)).isEqualTo(200);
    }

    @Test
    void bodyOfMaximumSize_isAccepted() throws Exception {
        String prefix = "{\"jobId\":\"job_1\",\"filler\":\"";
        byte[] body = Deliveries.utf8(prefix + "x".repeat(MAX_BODY_BYTES - prefix.length() - 2) + "\"}");
        headers.putAll(Deliveries.headers("job.completed", "d-1", body));

        assertThat(body).hasSize(MAX_BODY_BYTES);
        assertThat(post(body)).isEqualTo(200);
        assertThat(handled).hasSize(1);
    }

    @Test
    void endlessBody_isRejectedAtLimit() throws Exception {
        try (Socket socket = connect()) {
            write(socket, head("Transfer-Encoding: chunked"));
            String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
            for (int sent = 0; sent < MAX_BODY_BYTES; sent += 0x10000) {
                write(socket, chunk);
            }
            write(socket, "1\r\nx\r\n");
            Await.until("the servlet has responded", () -> "status 413".equals(exchanges.peek()));

            assertThat(answer(socket)).startsWith("HTTP/1.1 413 ");
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void invalidArguments_areRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReaderWebhookServlet((WebhookReceiver) null))
                .withMessage("receiver is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReaderWebhookServlet((WebhookVerifier) null))
                .withMessage("verifier is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReaderWebhookServlet((WebhookReceiver.Builder) null))
                .withMessage("settings is null");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new ReaderWebhookServlet(VERIFIER, null))
                .withMessage("handler is null");
    }

    private Socket connect() throws IOException {
        return new Socket("localhost", connector.getLocalPort());
    }

    private String head(String framing) {
        StringBuilder head = new StringBuilder("POST /hooks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append(framing).append("\r\n\r\n").toString();
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
