package dev.reader.examples.cli;

import picocli.CommandLine;

/** Adds a command to {@code reader} that needs libraries of its own. Found with {@link java.util.ServiceLoader}. */
interface CliExtension {
    CommandLine command(CliContext context);
}
