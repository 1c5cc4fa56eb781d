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
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
    public Integer call() throws InterruptedException {
        if (ends != null && (ends < 1 || jobId != null)) {
            throw new UsageException("--ends must be at least 1 and can't be combined with a job");
        }
        try (ReaderClient reader = context.connect()) {
            return jobId == null ? watchWorkspace(reader) : watchJob(reader, jobId);
        }
    }

    /** An event in the JSON output. */
    private record Event(String event, Object data) {}

    private void print(String name, Object data, String text) {
        context.print(json ? CliJson.line(new Event(name, data)) : text);
    }

    private static String count(JobStatus status, int completed, int total) {
        return status + "\t" + completed + " of " + total;
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
            print("page", ready.page(), "page\t" + ready.page().url());
        } else if (event instanceof JobEvent.PageFailed failed) {
            print("error", failed, "failed\t" + failed.url() + "\t" + failed.error());
            return ExitCode.SOME_PAGES_FAILED;
        } else if (event instanceof JobEvent.Progress progress) {
            print("progress", progress, count(progress.status(), progress.completed(), progress.total()));
        } else if (event instanceof JobEvent.Done done) {
            print("done", done, count(done.status(), done.completed(), done.total()));
        } else if (event instanceof JobEvent.Unknown unknown) {
            printUnknown(unknown.name(), unknown.data());
        }
        return ExitCode.OK;
    }

    private void printUnknown(String name, JsonNode data) {
        print(name, data, name + "\t" + data);
    }

    private int watchWorkspace(ReaderClient reader) throws InterruptedException {
        CountDownLatch awaited = new CountDownLatch(ends == null ? Integer.MAX_VALUE : ends);
        try (WorkspaceSubscription subscription = reader.subscribe(new EventPrinter(awaited))) {
            awaited.await();
            return subscription.isOpen() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    /** Called on the subscription's thread, one call at a time. */
    private final class EventPrinter implements WorkspaceListener {
        private final CountDownLatch awaited;

        EventPrinter(CountDownLatch awaited) {
            this.awaited = awaited;
        }

        @Override
        public void onEvent(WorkspaceEvent event) {
            if (awaited.getCount() == 0) {
                return;
            }
            if (event instanceof WorkspaceEvent.JobProgress progress) {
                print(
                        "job:progress",
                        progress,
                        progress.jobId() + "\t" + count(progress.status(), progress.completed(), progress.total()));
            } else if (event instanceof WorkspaceEvent.JobCompleted completed) {
                print(
                        "job:completed",
                        completed,
                        completed.jobId() + "\t" + count(completed.status(), completed.completed(), completed.total()));
                awaited.countDown();
            } else if (event instanceof WorkspaceEvent.JobFailed failed) {
                print("job:failed", failed, failed.jobId() + "\tfailed\t" + failed.error());
                awaited.countDown();
            } else if (event instanceof WorkspaceEvent.Unknown unknown) {
                printUnknown(unknown.name(), unknown.data());
            }
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
