package dev.reader.client.internal.jobs;

import dev.reader.client.ReaderListener.WaitEnded;
import dev.reader.client.ReaderListener.WaitStarted;
import dev.reader.client.internal.http.ClientResources;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reports the begin and the end of one wait to the client's listener. */
final class WaitReport {
    private final ClientResources resources;
    private final String operation;
    private final Set<String> jobIds;
    private final long start;

    /** Reports the begin. */
    WaitReport(ClientResources resources, String operation, Set<String> jobIds) {
        this.resources = resources;
        this.operation = operation;
        this.jobIds = jobIds;
        this.start = resources.time().nanos();
        resources.notifier().notify(listener -> listener.onWaitStarted(new WaitStarted(operation, jobIds)));
    }

    /** @param ended the number of jobs whose end was seen */
    void ended(int ended, @Nullable Throwable failure) {
        Duration duration = Duration.ofNanos(resources.time().nanos() - start);
        resources
                .notifier()
                .notify(listener -> listener.onWaitEnded(new WaitEnded(operation, jobIds, ended, duration, failure)));
    }
}
