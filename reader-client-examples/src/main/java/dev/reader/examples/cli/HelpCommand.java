package dev.reader.examples.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a command. */
@Command(
        name = "help",
        description = "Shows the help of a command, like its option --help.",
        footer = {"", "Example:", "  reader help job wait"})
final class HelpCommand implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit")
    boolean help;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Name of the command, and of its subcommand")
    List<String> path = new ArrayList<>();

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("picocli did not set the spec");
        }
        CommandLine command = spec.root().commandLine();
        for (String name : path) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new CommandLine.ParameterException(command, "Unknown command: " + String.join(" ", path));
            }
            command = next;
        }
        command.usage(command.getOut());
    }
}
