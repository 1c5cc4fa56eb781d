package dev.reader.examples.cli;

import picocli.CommandLine.Option;

/** A command that prints a result, as text or as JSON. */
abstract class CliCommand extends ReaderCommand {
    @Option(names = "--json", description = "Write JSON with the field names of the API")
    boolean json;

    CliCommand(CliContext context) {
        super(context);
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
