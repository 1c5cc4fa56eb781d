package dev.reader.examples.cli;

import dev.reader.client.BrowserSession;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Session;
import dev.reader.client.model.StoppedSession;
import dev.reader.examples.TextTable.Column;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Manages browser sessions. */
@Command(
        name = "sessions",
        description = "Creates, lists and stops browser sessions. Without a subcommand, lists the active ones.",
        footer = {"", "Example:", "  reader sessions create --duration 300", "  reader sessions stop SESSION_ID"})
final class SessionsCommand extends CliCommand {
    SessionsCommand(CliContext context) {
        super(context);
    }

    private static String[] row(Session session) {
        return new String[] {session.sessionId(), session.status().value(), Objects.toString(session.expiresAt(), "-")};
    }

    @Override
    public Integer call() {
        try (ReaderClient reader = context.connect()) {
            List<Session> sessions = reader.sessions().list();
            if (json) {
                context.print(CliJson.pretty(sessions));
            } else {
                context.printTable(
                        List.of(
                                Column.of("ID"),
                                Column.of("Status"),
                                Column.of("Expires").optional()),
                        sessions.stream().map(SessionsCommand::row).toList());
            }
            return ExitCode.OK;
        }
    }

    /** Creates a session, which stays open after the program exits. */
    @Command(
            name = "create",
            description =
                    "Creates a session and prints its endpoint and token. It costs one credit a minute until it is"
                            + " stopped. Keep the output secret: it gives access to the browser.",
            footer = {"", "Example:", "  reader sessions create --duration 300 --json"})
    static final class Create extends CliCommand {
        @Option(
                names = "--duration",
                paramLabel = "SECONDS",
                description = "Seconds after which the session expires, 60 to 3600")
        @Nullable
        Long seconds;

        Create(CliContext context) {
            super(context);
        }

        @Override
        @SuppressWarnings("try") // the session must stay open
        public Integer call() {
            try (ReaderClient reader = context.connect()) {
                BrowserSession session = seconds == null
                        ? reader.sessions().create()
                        : reader.sessions().create(Duration.ofSeconds(seconds));
                Map<String, @Nullable Object> shown = new LinkedHashMap<>();
                shown.put("sessionId", session.sessionId());
                shown.put("status", session.status());
                shown.put("wsEndpoint", session.wsEndpoint());
                shown.put("token", session.token());
                shown.put("createdAt", session.createdAt());
                shown.put("expiresAt", session.expiresAt());
                if (json) {
                    context.print(CliJson.pretty(shown));
                } else {
                    context.printLine("sessionId   " + session.sessionId());
                    context.printLine("wsEndpoint  " + session.wsEndpoint());
                    context.printLine("token       " + session.token());
                    context.printLine("expiresAt   " + session.expiresAt());
                }
                return ExitCode.OK;
            }
        }
    }

    /** Shows one session. */
    @Command(
            name = "get",
            description = "Shows the status of a session.",
            footer = {"", "Example:", "  reader sessions get SESSION_ID --json"})
    static final class Get extends CliCommand {
        @Parameters(paramLabel = "SESSION_ID", description = "ID of the session")
        String sessionId = "";

        Get(CliContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            try (ReaderClient reader = context.connect()) {
                Session session = reader.sessions().get(sessionId);
                print(session, row(session));
                return ExitCode.OK;
            }
        }
    }

    /** Stops a session. */
    @Command(
            name = "stop",
            description = "Stops a session and shows its cost.",
            footer = {"", "Example:", "  reader sessions stop SESSION_ID"})
    static final class Stop extends CliCommand {
        @Parameters(paramLabel = "SESSION_ID", description = "ID of the session")
        String sessionId = "";

        Stop(CliContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            try (ReaderClient reader = context.connect()) {
                StoppedSession stopped = reader.sessions().stop(sessionId);
                print(
                        stopped,
                        stopped.sessionId(),
                        String.valueOf(stopped.status()),
                        Objects.toString(stopped.creditsCharged(), "-") + " credits");
                return ExitCode.OK;
            }
        }
    }
}
