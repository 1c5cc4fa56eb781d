package dev.reader.examples.cli;

import picocli.CommandLine;

/** Adds {@code reader mcp}. */
public final class McpExtension implements CliExtension {
    /** Called by {@link java.util.ServiceLoader}. */
    public McpExtension() {}

    @Override
    public CommandLine command(CliContext context) {
        return new CommandLine(new McpCommand(context));
    }
}
