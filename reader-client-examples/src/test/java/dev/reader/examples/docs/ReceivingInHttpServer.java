package dev.reader.examples.docs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reader.client.webhook.WebhookReceiver;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The code of docs/webhooks.md for the JDK's HTTP server. */
final class ReceivingInHttpServer {
    private final WebhookReceiver receiver;

    ReceivingInHttpServer(WebhookReceiver receiver) {
        this.receiver = receiver;
    }

    HttpServer start(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
        server.createContext("/hooks/reader", this::receive);
        server.start();
        return server;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = exchange.getRequestMethod().equals("POST")
                    ? receiver.receive(exchange.getRequestHeaders()::getFirst, exchange.getRequestBody())
                    : 405;
            exchange.sendResponseHeaders(status, -1);
        }
    }
}
