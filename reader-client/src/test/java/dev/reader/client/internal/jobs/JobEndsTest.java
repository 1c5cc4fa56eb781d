package dev.reader.client.internal.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.event.WorkspaceEvent.JobCompleted;
import dev.reader.client.event.WorkspaceEvent.JobFailed;
import dev.reader.client.model.JobStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobEndsTest {
    private static final String JOB = "job_1";
    private static final WorkspaceEvent FAILED = new JobFailed(JOB, "no browser");

    private final JobEnds ends = new JobEnds();

    @BeforeEach
    void connect() {
        ends.connected();
    }

    private static WorkspaceEvent completed(int credits) {
        return new JobCompleted(JOB, JobStatus.COMPLETED, 2, 2, credits);
    }

    @Test
    void aJobRunsFromItsProgressToItsEnd() {
        assertThat(ends.isRunning(JOB)).isFalse();
        assertThat(ends.progressed(JOB)).isTrue();
        assertThat(ends.progressed("job_2")).isTrue();
        assertThat(ends.isRunning(JOB)).isTrue();
        assertThat(ends.running()).containsExactly(JOB, "job_2");

        assertThat(ends.ended(JOB, completed(5))).isTrue();

        assertThat(ends.isRunning(JOB)).isFalse();
        assertThat(ends.running()).containsExactly("job_2");
    }

    @Test
    void anEndThatIsRepeatedOnTheSameConnectionIsNotNew() {
        assertThat(ends.ended(JOB, completed(5))).isTrue();
        assertThat(ends.ended(JOB, completed(5))).isFalse();
    }

    @Test
    void anEndThatALaterConnectionRepeatsIsNotNew() {
        ends.progressed(JOB);
        ends.ended(JOB, completed(5));
        ends.connected();

        assertThat(ends.progressed(JOB)).as("a replay").isFalse();
        assertThat(ends.isRunning(JOB)).isFalse();
        assertThat(ends.ended(JOB, completed(5))).isFalse();
    }

    @Test
    void anEndThatTheNextConnectionRepeatsTwiceIsNotNew() {
        ends.ended(JOB, completed(5));
        ends.connected();
        assertThat(ends.ended(JOB, completed(5))).isFalse();
        assertThat(ends.ended(JOB, completed(5))).isFalse();
        ends.connected();
        assertThat(ends.ended(JOB, completed(5))).isFalse();
    }

    @Test
    void aJobWhoseRetryWasSeenOnTheSameConnectionEndsAgain() {
        assertThat(ends.ended(JOB, completed(5))).isTrue();
        assertThat(ends.progressed(JOB)).isTrue();
        assertThat(ends.isRunning(JOB)).isTrue();
        assertThat(ends.ended(JOB, completed(5))).isTrue();
    }

    @Test
    void aJobWhoseRecordRunsAgainEndsAgain() {
        ends.ended(JOB, completed(5));
        ends.connected();
        assertThat(ends.progressed(JOB)).isFalse();

        ends.runs(JOB);

        assertThat(ends.isRunning(JOB)).isTrue();
        assertThat(ends.ended(JOB, completed(5))).isTrue();
    }

    @Test
    void anotherEndOnALaterConnectionIsNew() {
        ends.ended(JOB, FAILED);
        ends.connected();

        assertThat(ends.ended(JOB, completed(5))).isTrue();
    }

    @Test
    void anEndThatTheRecordToldIsNotNewFromTheStream() {
        ends.progressed(JOB);
        assertThat(ends.foundEnded(JOB, completed(5))).isTrue();
        assertThat(ends.isRunning(JOB)).isFalse();

        assertThat(ends.ended(JOB, completed(7))).as("in other words").isFalse();
        assertThat(ends.ended(JOB, completed(7))).isFalse();
    }

    @Test
    void anEndThatTheStreamToldIsNotNewFromTheRecord() {
        ends.ended(JOB, completed(5));
        assertThat(ends.foundEnded(JOB, completed(5))).isFalse();
        assertThat(ends.foundEnded(JOB, FAILED)).isTrue();
    }

    @Test
    void aForgottenJobDoesNotRun() {
        ends.progressed(JOB);
        ends.forget(JOB);

        assertThat(ends.running()).isEmpty();
        assertThat(ends.ended(JOB, completed(5))).isTrue();
    }

    @Test
    void onlyTheLastTenThousandJobsAreRemembered() {
        for (int i = 0; i < 10_001; i++) {
            ends.progressed("running_" + i);
            ends.ended("ended_" + i, FAILED);
        }

        assertThat(ends.running()).hasSize(10_000).doesNotContain("running_0");
        assertThat(ends.ended("ended_1", FAILED)).as("remembered").isFalse();
        assertThat(ends.ended("ended_0", FAILED)).as("forgotten").isTrue();
    }
}
