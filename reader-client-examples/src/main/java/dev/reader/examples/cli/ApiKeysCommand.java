package dev.reader.examples.cli;

import dev.reader.client.ReaderClient;
import dev.reader.client.model.ApiKey;
import dev.reader.client.model.CreatedApiKey;
import dev.reader.examples.TextTable.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Manages API keys. */
@Command(
        name = "api-keys",
        description = "Creates, lists and revokes API keys. Without a subcommand, lists them.",
        footer = {"", "Example:", "  reader api-keys create --name laptop", "  reader api-keys revoke KEY_ID"})
final class ApiKeysCommand extends CliCommand {
    ApiKeysCommand(CliContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        try (ReaderClient reader = context.connect()) {
            List<ApiKey> keys = reader.apiKeys().list();
            if (json) {
                context.print(CliJson.pretty(keys));
            } else {
                context.printTable(
                        List.of(
                                Column.of("ID"),
                                Column.of("State"),
                                Column.of("Ends in").optional(),
                                Column.of("Name").cutAtEnd(8),
                                Column.of("Last used").optional(),
                                Column.of("Created").optional()),
                        keys.stream().map(ApiKeysCommand::row).toList());
            }
            return ExitCode.OK;
        }
    }

    private static String[] row(ApiKey key) {
        return new String[] {
            key.id(),
            Boolean.FALSE.equals(key.active()) ? "inactive" : "active",
            Objects.toString(key.last4(), "-"),
            Objects.toString(key.name(), "-"),
            Objects.toString(key.lastUsedAt(), "-"),
            Objects.toString(key.createdAt(), "-")
        };
    }

    /** Creates a key. */
    @Command(
            name = "create",
            description = "Creates a key and prints it. The key can't be shown again, so store it at once.",
            footer = {"", "Example:", "  reader api-keys create --name laptop --json | jq -r .key"})
    static final class Create extends CliCommand {
        @Option(names = "--name", paramLabel = "NAME", description = "Name of the key")
        @Nullable
        String name;

        Create(CliContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            try (ReaderClient reader = context.connect()) {
                CreatedApiKey created = name == null
                        ? reader.apiKeys().create()
                        : reader.apiKeys().create(name);
                Map<String, @Nullable Object> shown = new LinkedHashMap<>();
                shown.put("id", created.apiKey().id());
                shown.put("name", created.apiKey().name());
                shown.put("key", created.key());
                shown.put("last4", created.apiKey().last4());
                shown.put("createdAt", created.apiKey().createdAt());
                print(shown, created.apiKey().id(), created.key());
                return ExitCode.OK;
            }
        }
    }

    /** Revokes a key. */
    @Command(
            name = "revoke",
            description = "Revokes a key. Requests with it fail from now on.",
            footer = {"", "Example:", "  reader api-keys revoke KEY_ID"})
    static final class Revoke extends CliCommand {
        @Parameters(paramLabel = "KEY_ID", description = "ID of the key, not the key itself")
        String id = "";

        Revoke(CliContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            try (ReaderClient reader = context.connect()) {
                reader.apiKeys().revoke(id);
                print(Map.of("id", id), id, "revoked");
                return ExitCode.OK;
            }
        }
    }
}
