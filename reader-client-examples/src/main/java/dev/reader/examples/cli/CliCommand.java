package dev.reader.examples.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** Holds the options and the output that all commands share. */
abstract class CliCommand implements Callable<Integer> {
    final CliContext context;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit")
    boolean help;

    @Option(names = "--json", description = "Write JSON with the field names of the API")
    boolean json;

    CliCommand(CliContext context) {
        this.context = context;
    }

    /** Prints a value as JSON if {@code --json} is set, otherwise a line of fields. */
    final void print(Object value, String... fields) {
        if (json) {
            context.print(CliJson.pretty(value));
        } else {
            context.printLine(fields);
        }
    }
}
