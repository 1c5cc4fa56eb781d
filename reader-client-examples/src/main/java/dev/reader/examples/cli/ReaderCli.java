package dev.reader.examples.cli;

import dev.reader.examples.StandardOutput;
import dev.reader.examples.Terminal;
import dev.reader.examples.local.LocalReaderMain;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The program {@code reader}. Writes results to standard output and everything else to standard error. {@link ExitCode}
 * lists its exit codes.
 */
@Command(
        name = "reader",
        description = "Reads web pages through the Reader API.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        footer = {
            "",
            "READER_API_KEY holds the API key. READER_API_URL overrides the address of the API, https://api.reader.dev."
                    + " Without a key, start with: reader quickstart",
            "",
            "Exit codes: 0 success, 1 failure, 2 wrong usage, 3 some pages failed.",
            "",
            "Example:",
            "  reader scrape https://example.com > example.md"
        })
public final class ReaderCli {
    /** The range of picocli. */
    private static final int MIN_HELP_WIDTH = 55;

    private static final int MAX_HELP_WIDTH = 100;

    /** A command: its class, whose annotation describes it, and how to create it. */
    private record Entry(Class<?> type, Function<CliContext, CommandLine> create) {}

    private static final Map<String, Entry> COMMANDS = new LinkedHashMap<>();

    static {
        add("scrape", ScrapeCommand.class, ScrapeCommand::new);
        add("crawl", CrawlCommand.class, CrawlCommand::new);
        add("batch", BatchCommand.class, BatchCommand::new);
        add("run", RunCommand.class, RunCommand::new, RunReportCommand.Status::new, RunReportCommand.Report::new);
        add("extract", ExtractCommand.class, ExtractCommand::new);
        add(
                "job",
                JobsCommand.class,
                JobsCommand::new,
                JobsCommand.Get::new,
                JobsCommand.Results::new,
                JobsCommand.Wait::new,
                JobsCommand.Cancel::new,
                JobsCommand.Retry::new);
        add("watch", WatchCommand.class, WatchCommand::new);
        add("status", AccountCommands.StatusCommand.class, AccountCommands.StatusCommand::new);
        add("credits", AccountCommands.CreditsCommand.class, AccountCommands.CreditsCommand::new);
        add("usage", AccountCommands.UsageCommand.class, AccountCommands.UsageCommand::new);
        add("queue", AccountCommands.QueueCommand.class, AccountCommands.QueueCommand::new);
        add(
                "sessions",
                SessionsCommand.class,
                SessionsCommand::new,
                SessionsCommand.Create::new,
                SessionsCommand.Get::new,
                SessionsCommand.Stop::new);
        add(
                "webhooks",
                WebhooksCommand.class,
                WebhooksCommand::new,
                WebhooksCommand.Create::new,
                WebhooksCommand.Update::new,
                WebhooksCommand.Delete::new);
        add(
                "api-keys",
                ApiKeysCommand.class,
                ApiKeysCommand::new,
                ApiKeysCommand.Create::new,
                ApiKeysCommand.Revoke::new);
        add("receive", ReceiveCommand.class, ReceiveCommand::new);
        add("serve-local", LocalReaderMain.class, context -> new LocalReaderMain());
        add("desk", DeskCommand.class, DeskCommand::new);
        add("quickstart", QuickstartCommand.class, QuickstartCommand::new);
        add("help", HelpCommand.class, context -> new HelpCommand());
    }

    @SafeVarargs
    private static void add(
            String name,
            Class<?> type,
            Function<CliContext, Object> command,
            Function<CliContext, Object>... subcommands) {
        COMMANDS.put(name, new Entry(type, context -> {
            CommandLine created = new CommandLine(command.apply(context));
            created.getCommandSpec().name(name);
            for (Function<CliContext, Object> subcommand : subcommands) {
                created.addSubcommand(subcommand.apply(context));
            }
            return created;
        }));
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit")
    boolean version;

    private ReaderCli() {}

    /** Runs a command and exits the process. */
    public static void main(String[] args) {
        // output is UTF-8 in every locale
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.setErr(err);
        int exitCode = StandardOutput.run(out ->
                execute(new CliContext(System.getenv(), System.in, out, err, Terminal.ofStandardOutput()), args));
        System.exit(exitCode);
    }

    /**
     * Runs a command and returns its exit code. To start fast, sets up only the command that the arguments name; for the
     * list of commands, their names and descriptions are enough. Without arguments the help goes to standard error.
     */
    static int execute(CliContext context, String... args) {
        int first = args.length > 1 && args[0].equals("help") ? 1 : 0;
        String named = args.length > first && COMMANDS.containsKey(args[first]) ? args[first] : "";
        CommandLine root = new CommandLine(new ReaderCli());
        COMMANDS.forEach((name, entry) -> {
            if (name.equals(named) || name.equals("help")) {
                root.addSubcommand(name, entry.create.apply(context));
            } else if (named.isEmpty() || named.equals("help")) {
                root.addSubcommand(name, onlyDescribed(entry.type));
            }
        });
        if (named.isEmpty()) {
            addExtensions(root, context);
        }
        CommandLine program = configured(root, context);
        if (args.length == 0) {
            program.usage(program.getErr());
            return ExitCode.USAGE;
        }
        return program.execute(args);
    }

    private static CommandSpec onlyDescribed(Class<?> type) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(type.getAnnotation(Command.class).description());
        return spec;
    }

    /** Returns the whole tree of commands. */
    static CommandLine commandLine(CliContext context) {
        CommandLine root = new CommandLine(new ReaderCli());
        COMMANDS.forEach((name, entry) -> root.addSubcommand(name, entry.create.apply(context)));
        addExtensions(root, context);
        return configured(root, context);
    }

    private static void addExtensions(CommandLine root, CliContext context) {
        ServiceLoader.load(CliExtension.class).forEach(each -> root.addSubcommand(each.command(context)));
    }

    private static CommandLine configured(CommandLine commands, CliContext context) {
        Failures failures = new Failures(context);
        int width = context.terminal().columns();
        return commands.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(Math.max(MIN_HELP_WIDTH, Math.min(MAX_HELP_WIDTH, width)))
                .registerConverter(Integer.class, Failures::smallWholeNumber)
                .registerConverter(int.class, Failures::smallWholeNumber)
                .registerConverter(Long.class, Failures::wholeNumber)
                .registerConverter(long.class, Failures::wholeNumber)
                .setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(Failures::run)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }
}
