package dev.reader.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A server whose answers are laid out beforehand, a client of it, and time that the test moves. */
@Timeout(300)
@ParameterizedClass(name = "{0}")
@EnumSource(Style.class)
abstract class MockServerTest {
    static final String KEY = "rdr_live_SECRETsecret0123456789";

    @StartStop
    final MockWebServer server = server();

    final FakeTime time = new FakeTime();
    AnyReader reader;

    @Parameter
    Style style;

    private final List<ReaderClient> clients = new ArrayList<>();

    private static MockWebServer server() {
        MockWebServer server = new MockWebServer();
        server.setServerSocketFactory(new NoDelay());
        return server;
    }

    @BeforeEach
    void makeClient() {
        QueueDispatcher dispatcher = new QueueDispatcher();
        dispatcher.setFailFast(new MockResponse.Builder()
                .code(418)
                .body("the test laid out no answer for this")
                .build());
        server.setDispatcher(dispatcher);
        reader = client(builder());
    }

    @AfterEach
    void closeClients() {
        clients.forEach(ReaderClient::close);
    }

    /** A builder with the key, the server's URL and the test's time. */
    final ReaderClient.Builder builder() {
        return ReaderClient.builder()
                .apiKey(KEY)
                .baseUrl(server.url("/").toString())
                .time(time);
    }

    /** Builds a client that is closed after the test. */
    final AnyReader client(ReaderClient.Builder builder) {
        return style.reader(open(builder));
    }

    /** Builds a client, itself, that is closed after the test. */
    final ReaderClient open(ReaderClient.Builder builder) {
        ReaderClient client = builder.build();
        clients.add(client);
        return client;
    }

    final void answer(MockResponse... answers) {
        for (MockResponse answer : answers) {
            server.enqueue(answer);
        }
    }

    /** The oldest request that was not taken yet; there has to be one. */
    final RecordedRequest request() {
        try {
            RecordedRequest request = server.takeRequest(0, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("no further request came");
            }
            return request;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    final String requestBody() {
        return request().getBody().utf8();
    }
}
