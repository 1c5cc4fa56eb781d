package dev.reader.examples.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command with its context and the option that every command has. */
abstract class ReaderCommand implements Callable<Integer> {
    final CliContext context;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit")
    boolean help;

    ReaderCommand(CliContext context) {
        this.context = context;
    }
}
