package dev.reader.examples.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What every command has. */
abstract class CliCommand implements Callable<Integer> {
    final Context context;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "say this and end")
    boolean help;

    @Option(names = "--json", description = "write JSON, with the names of the API")
    boolean json;

    CliCommand(Context context) {
        this.context = context;
    }

    /** Prints a value as JSON where that is asked for, else as text. */
    final void print(Object value, String text) {
        context.print(json ? CliJson.pretty(value) : text);
    }
}
