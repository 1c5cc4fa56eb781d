package dev.reader.examples.cli;

import dev.reader.client.ReaderClient;
import dev.reader.client.run.BatchRun;
import dev.reader.client.run.FailedUrl;
import dev.reader.client.run.RunReport;
import dev.reader.client.run.UnknownShard;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what runs have done. These commands read the ledger alone, also while another process executes the run. */
abstract class RunReportCommand extends CliCommand {
    /** Never sent: a report needs no request. */
    private static final String NO_KEY = "none";

    @Parameters(paramLabel = "NAME", description = "Name of the run")
    String name = "";

    @Mixin
    RunBookOption book = new RunBookOption();

    RunReportCommand(CliContext context) {
        super(context);
    }

    @Override
    public final Integer call() throws IOException {
        try (RunBook runs = book.open(context);
                ReaderClient offline = ReaderClient.create(NO_KEY)) {
            RunBook.Entry entry = runs.require(name);
            if (!entry.planned()) {
                context.note("The URLs of the run \"" + name
                        + "\" are not read yet, so nothing was sent. Start it again: reader" + " run " + name + " -i "
                        + entry.input() + " -o " + entry.output());
                return ExitCode.OK;
            }
            BatchRun.Builder run = offline.batchRun(name).ledger(runs.ledger());
            if (entry.changedSince() != null) {
                run.comparedWith(entry.changedSince());
            }
            show(runs, entry, run.build().report());
            return ExitCode.OK;
        }
    }

    abstract void show(RunBook runs, RunBook.Entry entry, RunReport report) throws IOException;

    /** Returns the counts of a run in a few words. */
    static String summary(RunReport report) {
        return report.stored() + " of " + report.urls() + " pages stored, " + report.failedCount() + " failed, "
                + report.creditsUsed() + " credits used";
    }

    /** Shows how far a run is. */
    @Command(
            name = "status",
            description = "Shows how far a run is, and what it has cost. Sends nothing.",
            footer = {"", "Example:", "  reader run status catalogue"})
    static final class Status extends RunReportCommand {
        Status(CliContext context) {
            super(context);
        }

        @Override
        void show(RunBook runs, RunBook.Entry entry, RunReport report) throws IOException {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", entry.name());
            fields.put("state", state(runs, entry, report));
            fields.put("urls", report.urls());
            fields.put("stored", report.stored());
            fields.put("failed", report.failedCount());
            fields.put("rejected", report.rejected());
            fields.put("duplicates", report.duplicates());
            if (entry.changedSince() != null) {
                fields.put("comparedWith", entry.changedSince());
                fields.put("new", report.newPages());
                fields.put("changed", report.changedPages());
                fields.put("unchanged", report.unchangedPages());
            }
            fields.put("openJobs", report.openShards());
            fields.put("unknownJobs", report.unknownShards().size());
            fields.put("creditsUsed", report.creditsUsed());
            fields.put("creditsReserved", report.creditsReserved());
            fields.put("input", entry.input());
            fields.put("output", RunOutput.file(entry).toString());
            if (json) {
                context.print(CliJson.pretty(fields));
            } else {
                fields.forEach((field, value) -> context.printLine(String.format("%-15s  %s", field, value)));
            }
        }

        private static String state(RunBook runs, RunBook.Entry entry, RunReport report) throws IOException {
            try (FileChannel reservation = runs.reserve(entry.name())) {
                if (reservation == null) {
                    return "running";
                }
            }
            return report.openShards() == 0 ? "complete" : "stopped; the same command continues it";
        }
    }

    /** Lists what did not go well in a run. */
    @Command(
            name = "report",
            description =
                    "Lists the URLs that failed, with the reason, those that an earlier run had and this one has not,"
                            + " and jobs whose outcome is unknown: lines with tabs, or with --json JSON Lines. Sends nothing.",
            footer = {
                "",
                "Example:",
                "  reader run report catalogue | grep ^failed",
                "  reader run report catalogue --json"
            })
    static final class Report extends RunReportCommand {
        Report(CliContext context) {
            super(context);
        }

        @Override
        void show(RunBook runs, RunBook.Entry entry, RunReport report) {
            for (FailedUrl failed : report.failed()) {
                line("failed", failed.url(), failed.reason());
            }
            for (String url : report.gone()) {
                line("gone", url, null);
            }
            for (UnknownShard shard : report.unknownShards()) {
                line("unknown", shard.urls() + " URLs of shard " + shard.shard(), shard.reason());
            }
            context.out().flush();
            context.note(summary(report));
        }

        private void line(String kind, String subject, @Nullable String reason) {
            if (json) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("kind", kind);
                fields.put(kind.equals("unknown") ? "subject" : "url", subject);
                if (reason != null) {
                    fields.put("reason", reason);
                }
                context.out().print(CliJson.line(fields) + "\n");
            } else if (reason == null) {
                context.printLine(kind, subject);
            } else {
                context.printLine(kind, subject, reason);
            }
        }
    }
}
