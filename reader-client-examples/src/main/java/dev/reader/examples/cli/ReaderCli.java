package dev.reader.examples.cli;

import dev.reader.client.error.ReaderException;
import dev.reader.examples.local.LocalReaderMain;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program {@code reader}. Writes results to standard output and everything else to standard error. {@link ExitCode}
 * lists its exit codes.
 */
@Command(
        name = "reader",
        description = "Reads web pages through the Reader API.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "READER_API_KEY holds the API key. READER_API_URL overrides the address of the API, https://api.reader.dev.",
            "Exit codes: 0 success, 1 failure, 2 wrong usage, 3 some pages failed.",
            "",
            "Example:",
            "  reader scrape https://example.com > example.md"
        })
public final class ReaderCli {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit")
    boolean help;

    private ReaderCli() {}

    /** Runs a command and exits the process. */
    public static void main(String[] args) {
        // output is UTF-8 in every locale
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int exitCode = commandLine(new CliContext(System.getenv(), System.in, out, err))
                .execute(args);
        out.flush();
        System.exit(exitCode);
    }

    static CommandLine commandLine(CliContext context) {
        CommandLine commands = new CommandLine(new ReaderCli());
        commands.addSubcommand(new ScrapeCommand(context))
                .addSubcommand(new CrawlCommand(context))
                .addSubcommand(new BatchCommand(context))
                .addSubcommand(new ExtractCommand(context))
                .addSubcommand(new AccountCommands.StatusCommand(context))
                .addSubcommand(new AccountCommands.CreditsCommand(context))
                .addSubcommand(new AccountCommands.UsageCommand(context))
                .addSubcommand(new AccountCommands.QueueCommand(context))
                .addSubcommand(new CommandLine(new SessionsCommand(context))
                        .addSubcommand(new SessionsCommand.Create(context))
                        .addSubcommand(new SessionsCommand.Get(context))
                        .addSubcommand(new SessionsCommand.Stop(context)))
                .addSubcommand(new CommandLine(new WebhooksCommand(context))
                        .addSubcommand(new WebhooksCommand.Create(context))
                        .addSubcommand(new WebhooksCommand.Update(context))
                        .addSubcommand(new WebhooksCommand.Delete(context)))
                .addSubcommand(new WatchCommand(context))
                .addSubcommand(new ReceiveCommand(context))
                .addSubcommand("serve-local", serveLocal())
                .addSubcommand(new QuickstartCommand(context));
        ServiceLoader.load(CliExtension.class).forEach(each -> commands.addSubcommand(each.command(context)));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8));
        commands.setExecutionExceptionHandler((exception, command, parsed) -> failed(exception, context));
        return commands;
    }

    private static CommandLine serveLocal() {
        CommandLine command = new CommandLine(new LocalReaderMain());
        command.getCommandSpec().name("serve-local");
        return command;
    }

    private static int failed(Exception exception, CliContext context) throws Exception {
        if (exception instanceof ReaderException) {
            context.note("Failed: " + exception.getMessage());
            return ExitCode.FAILED;
        }
        if (exception instanceof UsageException || exception instanceof IllegalArgumentException) {
            context.note(String.valueOf(exception.getMessage()));
            return ExitCode.USAGE;
        }
        if (exception instanceof IOException || exception instanceof UncheckedIOException) {
            context.note("Failed: " + description(exception));
            return ExitCode.FAILED;
        }
        throw exception;
    }

    private static String description(Exception exception) {
        if (exception instanceof NoSuchFileException missing) {
            return "no such file or folder: " + missing.getFile();
        }
        String message = exception.getMessage();
        return exception.getClass() == IOException.class && message != null ? message : exception.toString();
    }
}
