package dev.reader.examples.cli;

import dev.reader.client.ReaderClient;
import dev.reader.client.WebhookRequest;
import dev.reader.client.WebhookUpdate;
import dev.reader.client.model.Webhook;
import dev.reader.client.model.WebhookEventType;
import dev.reader.examples.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Manages webhooks. */
@Command(
        name = "webhooks",
        description = "Creates, lists, changes and deletes webhooks. Without a subcommand, lists them.",
        footer = {
            "",
            "Example:",
            "  reader webhooks create https://app.example.com/hooks/reader --name app --events job.completed",
            "  reader webhooks delete WEBHOOK_ID"
        })
final class WebhooksCommand extends CliCommand {
    /** The variable that holds the secret for signing deliveries. */
    static final String SECRET_VARIABLE = "READER_WEBHOOK_SECRET";

    WebhooksCommand(CliContext context) {
        super(context);
    }

    private static String[] row(Webhook webhook) {
        return new String[] {
            webhook.id(),
            Boolean.FALSE.equals(webhook.active()) ? "inactive" : "active",
            webhook.events().stream().map(WebhookEventType::value).collect(Collectors.joining(",")),
            webhook.url()
        };
    }

    private static List<WebhookEventType> types(List<String> names) {
        return names.stream().map(String::strip).map(WebhookEventType::of).toList();
    }

    @Override
    public Integer call() {
        try (ReaderClient reader = context.connect()) {
            List<Webhook> webhooks = reader.webhooks().list().stream().toList();
            if (json) {
                context.print(CliJson.pretty(webhooks));
            } else {
                context.printTable(
                        List.of(
                                Column.of("ID"),
                                Column.of("State"),
                                Column.of("Events").cutAtEnd(12),
                                Column.of("URL").cutAtEnd(16)),
                        webhooks.stream().map(WebhooksCommand::row).toList());
            }
            return ExitCode.OK;
        }
    }

    /** Creates a webhook. */
    @Command(
            name = "create",
            description = "Creates a webhook. Signs its deliveries with the secret in " + SECRET_VARIABLE + ", if set.",
            footer = {
                "",
                "Example:",
                "  reader webhooks create https://app.example.com/hooks/reader --name app"
                        + " --events job.completed,job.failed"
            })
    static final class Create extends CliCommand {
        @Parameters(paramLabel = "URL", description = "URL of the receiver, https")
        String url = "";

        @Option(names = "--name", required = true, paramLabel = "NAME", description = "Name of the webhook")
        String name = "";

        @Option(
                names = "--events",
                required = true,
                split = ",",
                paramLabel = "EVENT",
                description = "Events to deliver, separated by commas")
        List<String> events = new ArrayList<>();

        Create(CliContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            WebhookRequest.Builder builder = WebhookRequest.builder(url, name, types(events));
            String secret = context.variable(SECRET_VARIABLE);
            WebhookRequest request =
                    secret == null ? builder.build() : builder.secret(secret).build();
            try (ReaderClient reader = context.connect()) {
                Webhook webhook = reader.webhooks().create(request);
                print(webhook, row(webhook));
                return ExitCode.OK;
            }
        }
    }

    /** Changes a webhook. */
    @Command(
            name = "update",
            description = "Changes a webhook. Options that are not given keep their values.",
            footer = {"", "Example:", "  reader webhooks update WEBHOOK_ID --active=false"})
    static final class Update extends CliCommand {
        @Parameters(paramLabel = "WEBHOOK_ID", description = "ID of the webhook")
        String id = "";

        @Option(names = "--url", paramLabel = "URL", description = "URL of the receiver, https")
        @Nullable
        String url;

        @Option(names = "--name", paramLabel = "NAME", description = "Name of the webhook")
        @Nullable
        String name;

        @Option(
                names = "--events",
                split = ",",
                paramLabel = "EVENT",
                description = "Events to deliver, separated by commas")
        List<String> events = new ArrayList<>();

        @Option(
                names = "--active",
                arity = "1",
                paramLabel = "BOOL",
                description = "Whether the webhook receives deliveries")
        @Nullable
        Boolean active;

        Update(CliContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            WebhookUpdate.Builder builder = WebhookUpdate.builder();
            if (url != null) {
                builder.url(url);
            }
            if (name != null) {
                builder.name(name);
            }
            if (!events.isEmpty()) {
                builder.events(types(events));
            }
            if (active != null) {
                builder.active(active);
            }
            WebhookUpdate update = builder.build();
            try (ReaderClient reader = context.connect()) {
                Webhook webhook = reader.webhooks().update(id, update);
                print(webhook, row(webhook));
                return ExitCode.OK;
            }
        }
    }

    /** Deletes a webhook. */
    @Command(
            name = "delete",
            description = "Deletes a webhook.",
            footer = {"", "Example:", "  reader webhooks delete WEBHOOK_ID"})
    static final class Delete extends CliCommand {
        @Parameters(paramLabel = "WEBHOOK_ID", description = "ID of the webhook")
        String id = "";

        Delete(CliContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            try (ReaderClient reader = context.connect()) {
                reader.webhooks().delete(id);
                print(Map.of("id", id), id, "deleted");
                return ExitCode.OK;
            }
        }
    }
}
