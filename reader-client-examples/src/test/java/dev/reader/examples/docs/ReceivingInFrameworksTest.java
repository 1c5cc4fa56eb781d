package dev.reader.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookSigner;
import dev.reader.client.webhook.WebhookVerifier;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** Runs the receivers of the guides: each one handles a delivery once and rejects a forged one. */
class ReceivingInFrameworksTest {
    private static final String SECRET = "whsec_0123456789abcdef";
    private static final byte[] BODY = "{\"jobId\":\"job_1\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FORGED = "{\"jobId\":\"job_2\"}".getBytes(StandardCharsets.UTF_8);

    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final WebhookReceiver receiver =
            WebhookReceiver.of(WebhookVerifier.of(SECRET), event -> handled.add(event.deliveryId()));
    private final Map<String, String> headers =
            WebhookSigner.headers(SECRET, Instant.now(), "job.completed", "d-1", BODY);

    private interface Client {
        int post(byte[] body) throws Exception;
    }

    private void assertReceives(Client client) throws Exception {
        assertThat(client.post(BODY)).isEqualTo(200);
        assertThat(client.post(BODY)).isEqualTo(200);
        assertThat(client.post(FORGED)).isEqualTo(401);
        assertThat(handled).containsExactly("d-1");
    }

    @Test
    void httpServer() throws Exception {
        HttpServer server = new ReceivingInHttpServer(receiver).start(0);
        try {
            assertReceives(body -> send(server.getAddress().getPort(), "POST", body));
            assertThat(send(server.getAddress().getPort(), "PUT", BODY)).isEqualTo(405);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void javalin() throws Exception {
        Javalin javalin = ReceivingInJavalin.start(receiver, 0);
        try {
            assertReceives(body -> send(javalin.port(), "POST", body));
        } finally {
            javalin.stop();
        }
    }

    @Test
    void springMvc() throws Exception {
        MockMvc mvc =
                MockMvcBuilders.standaloneSetup(new ReceivingInSpring(receiver)).build();
        HttpHeaders springHeaders = new HttpHeaders();
        headers.forEach(springHeaders::add);

        assertReceives(body -> mvc.perform(MockMvcRequestBuilders.post("/hooks/reader")
                        .headers(springHeaders)
                        .content(body))
                .andReturn()
                .getResponse()
                .getStatus());
    }

    private int send(int port, String method, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/hooks/reader"))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
