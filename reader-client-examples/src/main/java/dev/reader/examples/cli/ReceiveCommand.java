package dev.reader.examples.cli;

import dev.reader.client.webhook.ReaderWebhookServlet;
import dev.reader.client.webhook.WebhookEvent;
import dev.reader.client.webhook.WebhookVerifier;
import dev.reader.examples.OutputException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Receives webhook deliveries. */
@Command(
        name = "receive",
        description = "Receives webhook deliveries, verifies them with the secret in " + WebhooksCommand.SECRET_VARIABLE
                + ", and prints each event once.",
        footer = {"", "Example:", "  READER_WEBHOOK_SECRET=... reader receive --port 8080 --path /hooks/reader --json"})
final class ReceiveCommand extends CliCommand {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on; 0 selects a free port (default: ${DEFAULT-VALUE})")
    int port = 8080;

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on (default: ${DEFAULT-VALUE})")
    String host = "127.0.0.1";

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description = "Path that receives deliveries (default: ${DEFAULT-VALUE})")
    String path = "/";

    @Option(names = "--count", paramLabel = "N", description = "Exit after N deliveries (default: never)")
    @Nullable
    Integer count;

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private int deliveriesLeft;

    ReceiveCommand(CliContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        String secret = context.variable(WebhooksCommand.SECRET_VARIABLE);
        if (secret == null) {
            throw new UsageException(
                    WebhooksCommand.SECRET_VARIABLE + " is not set; set it to the secret of the webhook");
        }
        if (count != null && count < 1) {
            throw new UsageException("--count is " + count + "; it must be at least 1");
        }
        // the command reports a delivery that it can't write; the library would log it a second time, with a stack
        // trace
        System.setProperty("org.slf4j.simpleLogger.log.dev.reader.client.webhook.WebhookReceiver", "off");
        deliveriesLeft = count == null ? Integer.MAX_VALUE : count;
        WebhookVerifier verifier = WebhookVerifier.of(secret);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler servlets = new ServletContextHandler("/");
        servlets.addServlet(new ServletHolder(new ReaderWebhookServlet(verifier, this::receive)), path);
        server.setHandler(servlets);
        // let pending responses complete before the server stops
        server.setStopTimeout(5_000);
        try {
            server.start();
            context.note("Listening on http://" + host + ":" + connector.getLocalPort() + path);
            ended.join();
            return ExitCode.OK;
        } catch (CompletionException e) {
            if (e.getCause() instanceof OutputException failure) {
                throw failure;
            }
            throw e;
        } catch (IOException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IOException("can't listen on " + host + ":" + port + ": " + reason, e);
        } finally {
            server.stop();
        }
    }

    /**
     * Writes an event. The delivery is acknowledged only if this method returns, so that the server repeats a delivery
     * that could not be written. Synchronized because deliveries arrive on several threads.
     */
    private synchronized void receive(WebhookEvent event) {
        if (ended.isDone()) {
            throw new IllegalStateException("the receiver is stopping");
        }
        try {
            write(event);
        } catch (OutputException e) {
            ended.completeExceptionally(e);
            throw e;
        }
        if (--deliveriesLeft == 0) {
            ended.complete(null);
        }
    }

    private void write(WebhookEvent event) {
        if (!json) {
            context.printLine(
                    Objects.toString(event.timestamp(), "-"),
                    event.type().toString(),
                    Objects.toString(event.deliveryId(), "-"));
            return;
        }
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("type", event.type());
        shown.put("deliveryId", event.deliveryId());
        shown.put("timestamp", event.timestamp());
        shown.put("payload", event.payload());
        context.print(CliJson.line(shown));
    }
}
