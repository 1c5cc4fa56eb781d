package dev.reader.client.internal.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.model.JobProgress;
import dev.reader.client.model.JobStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressNotifierTest {
    private final List<JobProgress> reported = new ArrayList<>();
    private final ProgressNotifier notifier = new ProgressNotifier("job_1", reported::add);

    private static JobProgress progress(JobStatus status, int completed, int total) {
        return new JobProgress("job_1", status, completed, total);
    }

    @Test
    void eachChangeIsReportedOnce() {
        notifier.report(JobStatus.QUEUED, 0, 3);
        notifier.report(JobStatus.QUEUED, 0, 3);
        notifier.report(JobStatus.PROCESSING, 0, 3);
        notifier.report(JobStatus.PROCESSING, 2, 3);
        notifier.report(JobStatus.PROCESSING, 2, 3);
        notifier.report(JobStatus.COMPLETED, 3, 3);

        assertThat(reported)
                .containsExactly(
                        progress(JobStatus.QUEUED, 0, 3),
                        progress(JobStatus.PROCESSING, 0, 3),
                        progress(JobStatus.PROCESSING, 2, 3),
                        progress(JobStatus.COMPLETED, 3, 3));
    }

    @Test
    void theFirstReportIsGivenWhateverItSays() {
        notifier.report(JobStatus.COMPLETED, 0, 0);

        assertThat(reported).containsExactly(progress(JobStatus.COMPLETED, 0, 0));
    }

    @Test
    void aReplayedReportDoesNotMoveTheProgressBackwards() {
        notifier.report(JobStatus.PROCESSING, 5, 9);
        notifier.report(JobStatus.PROCESSING, 1, 9);
        notifier.report(JobStatus.QUEUED, 5, 9);
        notifier.report(JobStatus.QUEUED, 0, 9);
        notifier.report(JobStatus.PROCESSING, 6, 9);

        assertThat(reported)
                .containsExactly(progress(JobStatus.PROCESSING, 5, 9), progress(JobStatus.PROCESSING, 6, 9));
    }

    @Test
    void nothingFollowsTheEndOfARun() {
        notifier.report(JobStatus.COMPLETED, 9, 9);
        notifier.report(JobStatus.PROCESSING, 9, 9);

        assertThat(reported).containsExactly(progress(JobStatus.COMPLETED, 9, 9));
    }

    @Test
    void aReportWithoutATotalKeepsTheTotalThatIsKnown() {
        notifier.report(JobStatus.PROCESSING, 1, 9);
        notifier.report(JobStatus.PROCESSING, 2, 0);

        assertThat(reported)
                .containsExactly(progress(JobStatus.PROCESSING, 1, 9), progress(JobStatus.PROCESSING, 2, 9));
    }

    @Test
    void aGrowingTotalIsReported() {
        notifier.report(JobStatus.PROCESSING, 1, 9);
        notifier.report(JobStatus.PROCESSING, 1, 12);

        assertThat(reported)
                .containsExactly(progress(JobStatus.PROCESSING, 1, 9), progress(JobStatus.PROCESSING, 1, 12));
    }

    @Test
    void anUnknownStatusCountsAsRunning() {
        notifier.report(JobStatus.PROCESSING, 1, 9);
        notifier.report(JobStatus.of("paused"), 1, 9);
        notifier.report(JobStatus.PROCESSING, 1, 9);
        notifier.report(JobStatus.FAILED, 1, 9);

        assertThat(reported)
                .extracting(JobProgress::status)
                .containsExactly(JobStatus.PROCESSING, JobStatus.of("paused"), JobStatus.PROCESSING, JobStatus.FAILED);
    }

    @Test
    void anotherRunStartsAnew() {
        notifier.report(JobStatus.COMPLETED, 9, 9);
        notifier.restart();
        notifier.report(JobStatus.QUEUED, 7, 9);

        assertThat(reported).containsExactly(progress(JobStatus.COMPLETED, 9, 9), progress(JobStatus.QUEUED, 7, 9));
    }

    @Test
    void anExceptionOfTheListenerReachesTheCaller() {
        RuntimeException failure = new IllegalStateException();
        ProgressNotifier failing = new ProgressNotifier("job_1", progress -> {
            throw failure;
        });

        assertThatThrownBy(() -> failing.report(JobStatus.QUEUED, 0, 1)).isSameAs(failure);
    }
}
