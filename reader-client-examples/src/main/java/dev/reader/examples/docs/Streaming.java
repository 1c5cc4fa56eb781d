package dev.reader.examples.docs;

import dev.reader.client.JobOutcome;
import dev.reader.client.JobStream;
import dev.reader.client.ReaderClient;
import dev.reader.client.WaitOptions;
import dev.reader.client.WorkspaceListener;
import dev.reader.client.WorkspaceSubscription;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.StreamBrokenException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.model.Page;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/** The code of docs/streaming.md and docs/choosing.md. */
final class Streaming {
    private Streaming() {}

    static void read(ReaderClient reader, String jobId, Consumer<Page> save) {
        try (JobStream events = reader.stream(jobId)) {
            for (JobEvent event : events) {
                if (event instanceof JobEvent.PageReady ready) {
                    save.accept(ready.page());
                } else if (event instanceof JobEvent.PageFailed failed) {
                    System.err.println(failed.url() + ": " + failed.error());
                } else if (event instanceof JobEvent.Done done) {
                    System.err.println("the job is " + done.status());
                }
            }
        }
    }

    static void readUntilBroken(ReaderClient reader, String jobId, Consumer<Page> save) {
        try {
            read(reader, jobId, save);
        } catch (StreamBrokenException e) {
            System.err.println("lost the stream of job " + e.jobId() + " after " + e.attempts() + " attempts");
        }
    }

    static ReaderClient settings(String apiKey) {
        return ReaderClient.builder()
                .apiKey(apiKey)
                .streamIdleTimeout(Duration.ofSeconds(75)) // the longest silence on a live connection
                .streamReconnectTimeout(Duration.ofMinutes(5)) // the longest outage of the server
                .build();
    }

    static WorkspaceSubscription subscribe(ReaderClient reader) {
        return reader.subscribe(new WorkspaceListener() {
            @Override
            public void onEvent(WorkspaceEvent event) {
                if (event instanceof WorkspaceEvent.JobCompleted completed) {
                    System.out.println(completed.jobId() + " is " + completed.status());
                }
            }

            @Override
            public void onDisconnected(ReaderException cause) {
                System.err.println("gap: " + cause.getMessage());
            }

            @Override
            public void onRecovered(Duration gap) {
                System.err.println("reconnected after " + gap.toSeconds() + " s");
            }
        });
    }

    static void waitForMany(ReaderClient reader, Collection<String> jobIds) {
        Map<String, JobOutcome> outcomes = reader.waitForJobs(
                jobIds, WaitOptions.builder().timeout(Duration.ofHours(1)).build());
        outcomes.forEach((jobId, outcome) -> {
            if (outcome instanceof JobOutcome.Ended ended) {
                System.out.println(jobId + ": " + ended.job().results().size() + " pages");
            } else if (outcome instanceof JobOutcome.Broken broken) {
                System.err.println(jobId + ": " + broken.cause().getMessage());
            }
        });
    }
}
