package dev.reader.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that selects the file with the ledger of the runs. */
final class RunBookOption {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description =
                    "File with the state of all runs (default: reader/runs.db in $XDG_STATE_HOME or ~/.local/state)")
    @Nullable
    Path file;

    static void checkName(String name) {
        if (!name.matches(NAME)) {
            throw new UsageException(
                    "the name of the run is \"" + name
                            + "\"; it must have 1 to 100 letters, digits, dots, dashes and underscores, and begin with a letter or digit");
        }
    }

    RunBook open(CliContext context) throws IOException {
        return RunBook.open(file == null ? defaultFile(context) : file);
    }

    private static Path defaultFile(CliContext context) {
        String state = context.variable("XDG_STATE_HOME");
        Path folder = state == null ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(state);
        return folder.resolve("reader").resolve("runs.db");
    }
}
