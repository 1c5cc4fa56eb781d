package dev.reader.examples.cli;

import dev.reader.client.ReaderClient;
import dev.reader.client.model.Credits;
import dev.reader.client.model.QueueStatus;
import dev.reader.client.model.UsageEntry;
import dev.reader.examples.TextTable.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands that show the state of the workspace. */
final class AccountCommands {
    private AccountCommands() {}

    private static String credits(Credits credits) {
        return credits.balance() + " of " + credits.limit() + " left"
                + (credits.tier() == null ? "" : " (" + credits.tier() + ")")
                + (credits.resetAt() == null ? "" : ", resets at " + credits.resetAt());
    }

    /** Shows the remaining credits. */
    @Command(
            name = "credits",
            description = "Shows the remaining credits.",
            footer = {"", "Example:", "  reader credits --json | jq .balance"})
    static final class CreditsCommand extends CliCommand {
        CreditsCommand(CliContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            try (ReaderClient reader = context.connect()) {
                Credits credits = reader.getCredits();
                print(credits, credits(credits));
                return ExitCode.OK;
            }
        }
    }

    /** Checks the connection and the key. */
    @Command(
            name = "status",
            description = "Checks that the API accepts the key, and shows the remaining credits.",
            footer = {"", "Example:", "  reader status && reader scrape https://example.com"})
    static final class StatusCommand extends CliCommand {
        StatusCommand(CliContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            try (ReaderClient reader = context.connect()) {
                Credits credits = reader.getCredits();
                Map<String, Object> status = new LinkedHashMap<>();
                status.put("apiUrl", context.apiUrl());
                status.put("connected", true);
                status.put("credits", credits);
                if (json) {
                    context.print(CliJson.pretty(status));
                } else {
                    context.printLine("API      " + context.apiUrl() + ", connected");
                    context.printLine("Credits  " + credits(credits));
                }
                return ExitCode.OK;
            }
        }
    }

    /** Lists the usage history. */
    @Command(
            name = "usage",
            description = "Lists the pages that were read, newest first: time, status, credits, URL.",
            footer = {"", "Example:", "  reader usage --limit 100 | awk -F '\\t' '$2 == \"error\"'"})
    static final class UsageCommand extends CliCommand {
        @Option(
                names = "--limit",
                paramLabel = "N",
                description = "Maximum number of entries (default: ${DEFAULT-VALUE})")
        int limit = 20;

        UsageCommand(CliContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            if (limit < 1) {
                throw new UsageException("--limit is " + limit + "; it must be at least 1");
            }
            try (ReaderClient reader = context.connect()) {
                List<UsageEntry> entries =
                        reader.usageHistory().stream().limit(limit).toList();
                if (json) {
                    context.print(CliJson.pretty(entries));
                } else {
                    context.printTable(
                            List.of(
                                    Column.of("Time").optional(),
                                    Column.of("Status"),
                                    Column.of("Credits").right(),
                                    Column.of("URL").cutAtStart(20)),
                            entries.stream().map(UsageCommand::row).toList());
                }
                return ExitCode.OK;
            }
        }

        private static String[] row(UsageEntry entry) {
            return new String[] {
                Objects.toString(entry.createdAt(), "-"),
                Objects.toString(entry.status(), "-"),
                Objects.toString(entry.credits(), "-"),
                Objects.toString(entry.url(), "-")
            };
        }
    }

    /** Shows the queue. */
    @Command(
            name = "queue",
            description = "Shows the number of active and waiting jobs.",
            footer = {"", "Example:", "  reader queue --json | jq .waitingJobs"})
    static final class QueueCommand extends CliCommand {
        QueueCommand(CliContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            try (ReaderClient reader = context.connect()) {
                QueueStatus queue = reader.getQueueStatus();
                print(
                        queue,
                        queue.activeJobs() + " active, " + queue.waitingJobs() + " waiting, limit "
                                + queue.maxConcurrency());
                return ExitCode.OK;
            }
        }
    }
}
