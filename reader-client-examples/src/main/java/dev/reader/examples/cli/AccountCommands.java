package dev.reader.examples.cli;

import dev.reader.client.ReaderClient;
import dev.reader.client.model.Credits;
import dev.reader.client.model.QueueStatus;
import dev.reader.client.model.UsageEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands that ask about the workspace. */
final class AccountCommands {
    private AccountCommands() {}

    private static String credits(Credits credits) {
        return credits.balance() + " of " + credits.limit() + " left"
                + (credits.tier() == null ? "" : " (" + credits.tier() + ")")
                + (credits.resetAt() == null ? "" : ", renewed " + credits.resetAt());
    }

    /** Asks for the credits. */
    @Command(
            name = "credits",
            description = "Says how many credits are left.",
            footer = {"", "Example:", "  reader credits --json | jq .balance"})
    static final class CreditsCommand extends CliCommand {
        CreditsCommand(Context context) {
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

    /** Asks whether all is well. */
    @Command(
            name = "status",
            description = "Says whether the API can be reached with the key, and what is left.",
            footer = {"", "Example:", "  reader status && reader scrape https://example.com"})
    static final class StatusCommand extends CliCommand {
        StatusCommand(Context context) {
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
                print(status, "API      " + context.apiUrl() + ", connected\nCredits  " + credits(credits));
                return ExitCode.OK;
            }
        }
    }

    /** Asks for what was read. */
    @Command(
            name = "usage",
            description = "Lists what was read and what it cost, the newest first: time, status, credits, URL.",
            footer = {"", "Example:", "  reader usage --limit 100 | awk -F '\\t' '$2 == \"error\"'"})
    static final class UsageCommand extends CliCommand {
        @Option(names = "--limit", paramLabel = "N", description = "how many entries at most (${DEFAULT-VALUE})")
        int limit = 20;

        UsageCommand(Context context) {
            super(context);
        }

        @Override
        public Integer call() {
            if (limit < 1) {
                throw new UsageException("--limit is " + limit + ", not at least 1");
            }
            try (ReaderClient reader = context.connect()) {
                List<UsageEntry> entries =
                        reader.usageHistory().stream().limit(limit).toList();
                if (json) {
                    context.print(CliJson.pretty(entries));
                } else {
                    entries.forEach(entry -> context.print(line(entry)));
                }
                return ExitCode.OK;
            }
        }

        private static String line(UsageEntry entry) {
            return String.join(
                    "\t",
                    Objects.toString(entry.createdAt(), "-"),
                    Objects.toString(entry.status(), "-"),
                    Objects.toString(entry.credits(), "-"),
                    Objects.toString(entry.url(), "-"));
        }
    }

    /** Asks how busy the workspace is. */
    @Command(
            name = "queue",
            description = "Says how many jobs are active and waiting.",
            footer = {"", "Example:", "  reader queue --json | jq .waitingJobs"})
    static final class QueueCommand extends CliCommand {
        QueueCommand(Context context) {
            super(context);
        }

        @Override
        public Integer call() {
            try (ReaderClient reader = context.connect()) {
                QueueStatus queue = reader.getQueueStatus();
                print(
                        queue,
                        queue.activeJobs() + " active, " + queue.waitingJobs() + " waiting, " + queue.maxConcurrency()
                                + " at most");
                return ExitCode.OK;
            }
        }
    }
}
