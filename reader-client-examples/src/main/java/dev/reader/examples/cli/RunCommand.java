package dev.reader.examples.cli;

import dev.reader.client.ReaderClient;
import dev.reader.client.run.BatchRun;
import dev.reader.client.run.RunEstimate;
import dev.reader.client.run.RunReport;
import dev.reader.examples.FileErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Reads any number of pages. Whatever ends the command, the same command continues.
 *
 * <p>Ctrl-C and SIGTERM start the JVM's shutdown hooks: one of them, registered for the time of the run, says how to continue.
 */
@Command(
        name = "run",
        description = "Reads any number of pages. If it is interrupted or killed, the same command continues where it"
                + " ended: each page is written once, and charged once.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Example:",
            "  reader run catalogue -i urls.txt -o pages --credits 20000",
            "  reader run docs -i https://example.com/sitemap.xml -o docs --json",
            "  reader run catalogue-2 -i urls.txt -o pages-2 --changed-since catalogue",
            "  reader run status catalogue"
        })
final class RunCommand extends CliCommand {
    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "Name of the run: letters, digits, dots, dashes and underscores")
    @Nullable
    String name;

    @Option(
            names = {"-i", "--input"},
            paramLabel = "INPUT",
            description =
                    "File with one URL on each line, # for comments; - for standard input; a CSV file, with --column;"
                            + " or a sitemap: its URL, or a file that ends in .xml or .xml.gz")
    @Nullable
    String input;

    @Option(names = "--column", paramLabel = "NAME", description = "Column of the CSV file that holds the URLs")
    @Nullable
    String column;

    @Option(
            names = {"-o", "--output-dir"},
            paramLabel = "DIR",
            description =
                    "Folder for one Markdown file for each page, or with --json for NAME.jsonl, a line for each page")
    @Nullable
    Path folder;

    @Option(
            names = "--credits",
            paramLabel = "N",
            description = "Maximum number of credits that the run may use in all")
    @Nullable
    Long credits;

    @Option(
            names = "--changed-since",
            paramLabel = "OTHER",
            description = "Write only pages that are new or differ from those of an earlier run")
    @Nullable
    String changedSince;

    @Mixin
    RunBookOption book = new RunBookOption();

    @Mixin
    PageOptions options = new PageOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    RunCommand(CliContext context) {
        super(context);
    }

    @Override
    public Integer call() throws IOException {
        String run = name;
        if (run == null) {
            throw new CommandLine.ParameterException(
                    spec == null ? new CommandLine(this) : spec.commandLine(), "Missing required parameter: 'NAME'");
        }
        RunBookOption.checkName(run);
        RunInput source = input == null ? null : new RunInput(input, column, context.in());
        try (ReaderClient reader = context.connect();
                RunBook runs = book.open(context);
                FileChannel reservation = runs.reserve(run)) {
            if (reservation == null) {
                throw new UsageException("the run \"" + run + "\" is being executed by another process");
            }
            RunBook.Entry entry = entry(runs, run, source);
            return execute(reader, runs, entry, source);
        }
    }

    /** Returns the entry of the run: a new one, or that with which it was planned, if the arguments agree with it. */
    private RunBook.Entry entry(RunBook runs, String run, @Nullable RunInput source) throws IOException {
        if (changedSince != null) {
            RunBookOption.checkName(changedSince);
            runs.require(changedSince);
        }
        RunBook.Entry known = runs.find(run);
        if (known != null && known.planned()) {
            checkSame(known, source);
            return known;
        }
        if (source == null || folder == null) {
            throw new UsageException("the run \"" + run + "\" is new, so it needs an input (-i) and a folder (-o)");
        }
        FileErrors.prepareFolder(folder);
        RunBook.Entry created = new RunBook.Entry(
                run,
                source.name(),
                source.fingerprint(),
                folder.toAbsolutePath().normalize().toString(),
                json,
                changedSince,
                false,
                0);
        runs.put(created);
        return created;
    }

    private void checkSame(RunBook.Entry known, @Nullable RunInput source) throws IOException {
        if (source != null) {
            checkSame(known, "has the input", known.input(), source.name());
            if (source.isStandardInput()) {
                context.note("The URLs of the run are known; standard input is not read.");
            } else if (known.fingerprint() != null && !known.fingerprint().equals(source.fingerprint())) {
                throw new UsageException(source.name() + " has changed since the run \"" + known.name()
                        + "\" was planned; use another name for the new list, and --changed-since " + known.name()
                        + " to write only what is new or has changed. Without -i, the run continues with the old list");
            }
        }
        if (folder != null) {
            checkSame(
                    known,
                    "writes to",
                    known.output(),
                    folder.toAbsolutePath().normalize().toString());
            checkSame(known, "writes", format(known.json()), format(json));
        }
        if (changedSince != null) {
            checkSame(known, "is compared with", String.valueOf(known.changedSince()), changedSince);
        }
    }

    private static String format(boolean json) {
        return json ? "JSON Lines" : "Markdown files";
    }

    private static void checkSame(RunBook.Entry known, String relation, String then, String now) {
        if (!then.equals(now)) {
            throw new UsageException("the run \"" + known.name() + "\" " + relation + " " + then + ", not " + now
                    + "; use the same arguments to continue it, or another name");
        }
    }

    private int execute(ReaderClient reader, RunBook runs, RunBook.Entry entry, @Nullable RunInput source)
            throws IOException {
        RunDisplay display = RunDisplay.onStandardError();
        try (display;
                RunOutput output = RunOutput.open(entry)) {
            BatchRun.Builder builder = reader.batchRun(entry.name())
                    .ledger(runs.ledger())
                    .request(options::apply)
                    .onProgress(display::show);
            if (credits != null) {
                builder.creditLimit(credits);
            }
            if (entry.changedSince() != null) {
                builder.comparedWith(entry.changedSince()).onlyChanged();
            }
            output.handle(builder);
            if (!entry.planned()) {
                plan(builder, runs, entry, Objects.requireNonNull(source));
            }
            BatchRun run = builder.build();
            announce(run);
            return finish(resumable(run, display, entry), entry);
        }
    }

    private void plan(BatchRun.Builder builder, RunBook runs, RunBook.Entry entry, RunInput source) throws IOException {
        context.note("Reading the URLs of " + source.name());
        try (Stream<String> urls = source.open()) {
            Iterator<String> each = urls.iterator();
            if (!each.hasNext()) {
                throw new UsageException(source.name() + " has no URLs");
            }
            builder.urls(() -> each).build().plan();
        } catch (UncheckedIOException e) {
            throw new IOException(source.name() + ": " + FileErrors.reason(e), e);
        }
        runs.put(new RunBook.Entry(
                entry.name(),
                entry.input(),
                entry.fingerprint(),
                entry.output(),
                entry.json(),
                entry.changedSince(),
                true,
                0));
    }

    private void announce(BatchRun run) {
        RunEstimate plan;
        try {
            plan = run.estimate();
        } catch (IllegalStateException e) {
            // the options differ from those that the run was planned with
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        context.note(plan.urls() + (plan.urls() == 1 ? " URL in " : " URLs in ") + plan.jobs()
                + (plan.jobs() == 1 ? " job, at most " : " jobs, at most ") + plan.maxCredits() + " credits"
                + (plan.duplicates() == 0 ? "" : "; " + plan.duplicates() + " repeated")
                + (plan.rejected() == 0 ? "" : "; entries that are not URLs: " + plan.rejected()));
    }

    /** Executes the run, and says how to continue it if it ends early. */
    private RunReport resumable(BatchRun run, RunDisplay display, RunBook.Entry entry) {
        Thread hook = new Thread(
                () -> {
                    display.close();
                    howToContinue(entry);
                },
                "reader-stopped");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return run.execute();
        } catch (RuntimeException e) {
            display.close();
            howToContinue(entry);
            throw e;
        } finally {
            JobRunner.removeHook(hook);
            display.close();
        }
    }

    private void howToContinue(RunBook.Entry entry) {
        context.note(
                "Nothing is lost, and nothing will be charged twice. The same command continues the run. Its state: "
                        + "reader run status " + entry.name());
    }

    private int finish(RunReport report, RunBook.Entry entry) {
        context.note(RunReportCommand.summary(report) + ", in " + RunOutput.file(entry));
        return switch (report.outcome()) {
            case CREDIT_LIMIT_REACHED -> {
                context.note("The limit of " + credits + " credits is reached: " + report.creditsUsed() + " used, "
                        + report.creditsReserved() + " reserved, and the next job may need more than is left."
                        + " Continue with a higher --credits.");
                yield ExitCode.FAILED;
            }
            case INSUFFICIENT_CREDITS -> {
                context.note(
                        "The account has too few credits for the next job (reader credits). The same command continues.");
                yield ExitCode.FAILED;
            }
            case COMPLETED, INCOMPLETE -> {
                boolean whole = report.failedCount() == 0
                        && report.rejected() == 0
                        && report.unknownShards().isEmpty();
                if (!whole) {
                    context.note("Which pages failed, and why: reader run report " + entry.name());
                }
                yield whole ? ExitCode.OK : ExitCode.SOME_PAGES_FAILED;
            }
        };
    }
}
