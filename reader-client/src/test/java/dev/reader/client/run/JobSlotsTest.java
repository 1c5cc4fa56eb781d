package dev.reader.client.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobSlotsTest {
    private final ManualTime time = new ManualTime();
    private final JobSlots slots = new JobSlots(null, time);

    @Test
    void beforeARejection_everyNumberIsFree() {
        assertThat(slots.isFree(5000)).isTrue();
        assertThat(slots.nextProbe().isNever()).isTrue();
    }

    @Test
    void rejectionAtTheServersMaximum_isNotTriedAgain() {
        slots.rejected(10, 10);
        time.pass(Duration.ofHours(1));

        assertThat(slots.isFree(10)).isFalse();
        assertThat(slots.isFree(9)).isTrue();
    }

    @Test
    void rejectionBecauseOfOthers_isTriedAgainAfterAMinute() {
        slots.rejected(4, 10);
        assertThat(slots.isFree(4)).isFalse();
        time.pass(Duration.ofMinutes(1));
        assertThat(slots.isFree(4)).isTrue();

        slots.accepted(5);
        assertThat(slots.isFree(5)).isTrue();
    }

    @Test
    void rejectionWithoutOwnJobs_backsOffUpToAMinute() {
        Duration waited = Duration.ZERO;
        for (int i = 0; i < 6; i++) {
            slots.rejected(0, null);
            assertThat(slots.isFree(0)).isFalse();
            waited = slots.nextProbe().remaining();
            time.pass(waited);
            assertThat(slots.isFree(0)).isTrue();
        }
        assertThat(waited).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void configuredMaximum_isNeverExceeded() {
        JobSlots two = new JobSlots(2, time);
        two.rejected(1, null);
        time.pass(Duration.ofMinutes(1));
        assertThat(two.isFree(1)).isTrue();
        two.accepted(2);
        assertThat(two.isFree(2)).isFalse();
    }
}
