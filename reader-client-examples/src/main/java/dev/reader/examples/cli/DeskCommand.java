package dev.reader.examples.cli;

import dev.reader.examples.desk.Desk;
import dev.reader.examples.desk.DeskSettings;
import dev.reader.examples.desk.logging.JsonLogProvider;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs Reader Desk until it is stopped. */
@Command(
        name = "desk",
        description = "Serves Reader Desk, a web application that reads pages, for people and for a marketplace."
                + " Without a key, it starts a local Reader.",
        footer = {
            "",
            "READER_DESK_PASSWORD, READER_DESK_PROXY_HEADER, READER_DESK_ORDERS_KEY and READER_DESK_SECRET hold what must"
                    + " not be on the command line; READER_DESK_DATABASE and READER_DESK_PUBLIC_URL can replace the"
                    + " options. docs/desk.md describes them.",
            "",
            "Example:",
            "  reader desk --port 8080"
        },
        sortOptions = false)
final class DeskCommand extends ReaderCommand {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on; 0 selects a free port (default: ${DEFAULT-VALUE})")
    int port = 8080;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Address to listen on; other than on loopback, a password or a proxy header is needed"
                    + " (default: ${DEFAULT-VALUE})")
    String host = "127.0.0.1";

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "JDBC URL of PostgreSQL, for any number of instances, or of H2 (default: H2 in ~/.reader-desk)")
    @Nullable
    String database;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "Address at which Reader reaches this desk; the webhook is registered there")
    @Nullable
    String publicUrl;

    @Option(names = "--json-logs", description = "Write the log as JSON, one line for each entry")
    boolean jsonLogs;

    DeskCommand(CliContext context) {
        super(context);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (jsonLogs) {
            JsonLogProvider.select();
        } else if (System.getProperty("org.slf4j.simpleLogger.log.dev.reader.examples.desk") == null) {
            System.setProperty("org.slf4j.simpleLogger.log.dev.reader.examples.desk", "info");
        }
        CountDownLatch ended = new CountDownLatch(1);
        Desk desk = Desk.start(settings());
        Thread hook = new Thread(
                () -> {
                    desk.close();
                    ended.countDown();
                },
                "desk-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        context.note("Reader Desk is at " + desk.url() + (desk.local() == null ? "" : ", with a local Reader"));
        ended.await();
        return ExitCode.OK;
    }

    private DeskSettings settings() {
        String key = context.variable("READER_API_KEY");
        String storage = database == null ? context.variable("READER_DESK_DATABASE") : database;
        DeskSettings.Builder settings = DeskSettings.builder()
                .host(host)
                .port(port)
                .apiKey(key == null ? context.variable("READER_KEY") : key)
                .apiUrl(context.variable("READER_API_URL"))
                .publicUrl(publicUrl == null ? context.variable("READER_DESK_PUBLIC_URL") : publicUrl)
                .password(context.variable("READER_DESK_PASSWORD"))
                .proxyHeader(context.variable("READER_DESK_PROXY_HEADER"))
                .ordersKey(context.variable("READER_DESK_ORDERS_KEY"))
                .secret(context.variable("READER_DESK_SECRET"));
        return (storage == null ? settings : settings.database(storage)).build();
    }
}
