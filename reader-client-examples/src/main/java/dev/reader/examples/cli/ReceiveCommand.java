package dev.reader.examples.cli;

import dev.reader.client.webhook.ReaderWebhookServlet;
import dev.reader.client.webhook.WebhookEvent;
import dev.reader.client.webhook.WebhookVerifier;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
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
        description = "Receives webhook deliveries and writes each that is verified, once. The secret is in "
                + WebhooksCommand.SECRET_VARIABLE + ".",
        footer = {"", "Example:", "  READER_WEBHOOK_SECRET=... reader receive --port 8080 --path /hooks/reader --json"})
final class ReceiveCommand extends CliCommand {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "where to listen; 0 takes a free one (${DEFAULT-VALUE})")
    int port = 8080;

    @Option(names = "--host", paramLabel = "HOST", description = "the address to listen at (${DEFAULT-VALUE})")
    String host = "127.0.0.1";

    @Option(names = "--path", paramLabel = "PATH", description = "where deliveries come (${DEFAULT-VALUE})")
    String path = "/";

    @Option(names = "--count", paramLabel = "N", description = "end after this many deliveries (never)")
    @Nullable
    Integer count;

    ReceiveCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        String secret = context.variable(WebhooksCommand.SECRET_VARIABLE);
        if (secret == null) {
            throw new UsageException(WebhooksCommand.SECRET_VARIABLE + " is not set in the environment");
        }
        if (count != null && count < 1) {
            throw new UsageException("--count is " + count + ", not at least 1");
        }
        CountDownLatch awaited = new CountDownLatch(count == null ? Integer.MAX_VALUE : count);
        WebhookVerifier verifier = WebhookVerifier.of(secret);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler servlets = new ServletContextHandler("/");
        servlets.addServlet(
                new ServletHolder(new ReaderWebhookServlet(verifier, event -> {
                    write(event);
                    awaited.countDown();
                })),
                path);
        server.setHandler(servlets);
        // an answer under way is sent before the end
        server.setStopTimeout(5_000);
        try {
            server.start();
            context.note("Listening at http://" + host + ":" + connector.getLocalPort() + path);
            awaited.await();
            return ExitCode.OK;
        } catch (IOException e) {
            throw new IOException("can't listen at " + host + ":" + port + ": " + e.getMessage(), e);
        } finally {
            server.stop();
        }
    }

    /** Deliveries come on several threads. */
    private synchronized void write(WebhookEvent event) {
        if (!json) {
            context.print(Objects.toString(event.timestamp(), "-") + "\t" + event.type() + "\t"
                    + Objects.toString(event.deliveryId(), "-"));
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
