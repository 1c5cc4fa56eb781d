package dev.reader.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.JobStream;
import dev.reader.client.ReaderClient;
import dev.reader.client.WorkspaceListener;
import dev.reader.client.WorkspaceSubscription;
import dev.reader.client.error.ReaderException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.model.JobStatus;
import dev.reader.examples.OutputException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints events as they arrive. */
@Command(
        name = "watch",
        description = "Prints the events of a job until it ends or, without a job, the events of the workspace.",
        footer = {"", "Example:", "  reader watch JOB_ID --json | jq -r 'select(.event == \"page\") | .data.url'"})
final class WatchCommand extends CliCommand {
    @Parameters(
            paramLabel = "JOB_ID",
            arity = "0..1",
            description = "ID of the job; without one, watches the workspace")
    @Nullable
    String jobId;

    @Option(
            names = "--ends",
            paramLabel = "N",
            description = "Without a job: exit after N jobs have ended (default: never)")
    @Nullable
    Integer ends;

    WatchCommand(CliContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        if (ends != null && (ends < 1 || jobId != null)) {
            throw new UsageException("--ends must be at least 1 and can't be combined with a job");
        }
        try (ReaderClient reader = context.connect()) {
            return jobId == null ? watchWorkspace(reader) : watchJob(reader, jobId);
        }
    }

    /** An event in the JSON output. */
    private record Event(String event, Object data) {}

    private void print(String name, Object data, String... fields) {
        if (json) {
            context.print(CliJson.line(new Event(name, data)));
        } else {
            context.printLine(fields);
        }
    }

    private static String count(int completed, int total) {
        return completed + " of " + total;
    }

    private int watchJob(ReaderClient reader, String id) {
        int exitCode = ExitCode.OK;
        try (JobStream events = reader.stream(id)) {
            for (JobEvent event : events) {
                exitCode = Math.max(exitCode, printEvent(event));
                if (event instanceof JobEvent.Done done && !done.status().equals(JobStatus.COMPLETED)) {
                    return ExitCode.FAILED;
                }
            }
        }
        return exitCode;
    }

    private int printEvent(JobEvent event) {
        if (event instanceof JobEvent.PageReady ready) {
            print("page", ready.page(), "page", ready.page().url());
        } else if (event instanceof JobEvent.PageFailed failed) {
            print("error", failed, "failed", failed.url(), failed.error());
            return ExitCode.SOME_PAGES_FAILED;
        } else if (event instanceof JobEvent.Progress progress) {
            print("progress", progress, progress.status().value(), count(progress.completed(), progress.total()));
        } else if (event instanceof JobEvent.Done done) {
            print("done", done, done.status().value(), count(done.completed(), done.total()));
        } else if (event instanceof JobEvent.Unknown unknown) {
            printUnknown(unknown.name(), unknown.data());
        }
        return ExitCode.OK;
    }

    private void printUnknown(String name, JsonNode data) {
        print(name, data, name, data.toString());
    }

    private int watchWorkspace(ReaderClient reader) {
        EventPrinter printer = new EventPrinter(ends == null ? Integer.MAX_VALUE : ends);
        try (WorkspaceSubscription subscription = reader.subscribe(printer)) {
            printer.ended.join();
            return subscription.isOpen() ? ExitCode.OK : ExitCode.FAILED;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Called on the subscription's thread, one call at a time. */
    private final class EventPrinter implements WorkspaceListener {
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private int endsLeft;

        EventPrinter(int endsLeft) {
            this.endsLeft = endsLeft;
        }

        @Override
        public void onEvent(WorkspaceEvent event) {
            if (ended.isDone()) {
                return;
            }
            try {
                printEvent(event);
            } catch (OutputException e) {
                ended.completeExceptionally(e);
            }
            boolean isEnd = event instanceof WorkspaceEvent.JobCompleted || event instanceof WorkspaceEvent.JobFailed;
            if (isEnd && --endsLeft == 0) {
                ended.complete(null);
            }
        }

        private void printEvent(WorkspaceEvent event) {
            if (event instanceof WorkspaceEvent.JobProgress progress) {
                print(
                        "job:progress",
                        progress,
                        progress.jobId(),
                        progress.status().value(),
                        count(progress.completed(), progress.total()));
            } else if (event instanceof WorkspaceEvent.JobCompleted completed) {
                print(
                        "job:completed",
                        completed,
                        completed.jobId(),
                        completed.status().value(),
                        count(completed.completed(), completed.total()));
            } else if (event instanceof WorkspaceEvent.JobFailed failed) {
                print("job:failed", failed, failed.jobId(), "failed", failed.error());
            } else if (event instanceof WorkspaceEvent.Unknown unknown) {
                printUnknown(unknown.name(), unknown.data());
            }
        }

        @Override
        public void onEnded(ReaderException cause) {
            ended.completeExceptionally(cause);
        }

        @Override
        public void onConnected() {
            context.note("Watching");
        }

        @Override
        public void onDisconnected(ReaderException cause) {
            context.note("Disconnected, reconnecting: " + cause.getMessage());
        }

        @Override
        public void onRecovered(Duration gap) {
            context.note("Reconnected after " + gap.toMillis() + " ms");
        }
    }
}
