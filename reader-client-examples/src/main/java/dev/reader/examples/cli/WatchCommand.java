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

/** Tells what happens, as it happens. */
@Command(
        name = "watch",
        description = "Tells what happens to a job until it is over, or, without a job, what happens in the workspace.",
        footer = {"", "Example:", "  reader watch JOB_ID --json | jq -r 'select(.event == \"page\") | .data.url'"})
final class WatchCommand extends CliCommand {
    @Parameters(paramLabel = "JOB_ID", arity = "0..1", description = "the job; without one, all of them")
    @Nullable
    String jobId;

    @Option(names = "--ends", paramLabel = "N", description = "without a job: end after the ends of N jobs (never)")
    @Nullable
    Integer ends;

    WatchCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (ends != null && (ends < 1 || jobId != null)) {
            throw new UsageException("--ends is at least 1, and goes without a job");
        }
        try (ReaderClient reader = context.connect()) {
            return jobId == null ? watchWorkspace(reader) : watchJob(reader, jobId);
        }
    }

    /** An event as JSON. */
    private record Event(String event, Object data) {}

    private void say(String name, Object data, String text) {
        context.print(json ? CliJson.line(new Event(name, data)) : text);
    }

    private static String count(JobStatus status, int completed, int total) {
        return status + "\t" + completed + " of " + total;
    }

    private int watchJob(ReaderClient reader, String id) {
        int exitCode = ExitCode.OK;
        try (JobStream events = reader.stream(id)) {
            for (JobEvent event : events) {
                exitCode = Math.max(exitCode, tell(event));
                if (event instanceof JobEvent.Done done && !done.status().equals(JobStatus.COMPLETED)) {
                    return ExitCode.FAILED;
                }
            }
        }
        return exitCode;
    }

    private int tell(JobEvent event) {
        if (event instanceof JobEvent.PageReady ready) {
            say("page", ready.page(), "page\t" + ready.page().url());
        } else if (event instanceof JobEvent.PageFailed failed) {
            say("error", failed, "failed\t" + failed.url() + "\t" + failed.error());
            return ExitCode.SOME_PAGES_FAILED;
        } else if (event instanceof JobEvent.Progress progress) {
            say("progress", progress, count(progress.status(), progress.completed(), progress.total()));
        } else if (event instanceof JobEvent.Done done) {
            say("done", done, count(done.status(), done.completed(), done.total()));
        } else if (event instanceof JobEvent.Unknown unknown) {
            unknown(unknown.name(), unknown.data());
        }
        return ExitCode.OK;
    }

    private void unknown(String name, JsonNode data) {
        say(name, data, name + "\t" + data);
    }

    private int watchWorkspace(ReaderClient reader) throws InterruptedException {
        CountDownLatch awaited = new CountDownLatch(ends == null ? Integer.MAX_VALUE : ends);
        try (WorkspaceSubscription subscription = reader.subscribe(new Teller(awaited))) {
            awaited.await();
            return subscription.isOpen() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    /** Called on the subscription's thread, one call at a time. */
    private final class Teller implements WorkspaceListener {
        private final CountDownLatch awaited;

        Teller(CountDownLatch awaited) {
            this.awaited = awaited;
        }

        @Override
        public void onEvent(WorkspaceEvent event) {
            if (awaited.getCount() == 0) {
                return;
            }
            if (event instanceof WorkspaceEvent.JobProgress progress) {
                say(
                        "job:progress",
                        progress,
                        progress.jobId() + "\t" + count(progress.status(), progress.completed(), progress.total()));
            } else if (event instanceof WorkspaceEvent.JobCompleted completed) {
                say(
                        "job:completed",
                        completed,
                        completed.jobId() + "\t" + count(completed.status(), completed.completed(), completed.total()));
                awaited.countDown();
            } else if (event instanceof WorkspaceEvent.JobFailed failed) {
                say("job:failed", failed, failed.jobId() + "\tfailed\t" + failed.error());
                awaited.countDown();
            } else if (event instanceof WorkspaceEvent.Unknown unknown) {
                unknown(unknown.name(), unknown.data());
            }
        }

        @Override
        public void onConnected() {
            context.note("Watching");
        }

        @Override
        public void onDisconnected(ReaderException cause) {
            context.note("No connection, trying again: " + cause.getMessage());
        }

        @Override
        public void onRecovered(Duration gap) {
            context.note("Connected again after " + gap.toMillis() + " ms");
        }
    }
}
