package dev.reader.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a call that found no slot for its job tries again. */
class JobSlotsTest {
    private final ManualTime time = new ManualTime();
    private final JobSlots slots = new JobSlots(time, () -> 1);
    private final List<String> woken = new ArrayList<>();

    private JobSlots.Ticket enter(String name) {
        return slots.enter(() -> woken.add(name));
    }

    @Test
    void withoutNews_itTriesWithBackoffUpToAMinute() {
        JobSlots.Ticket ticket = enter("a");
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            assertThat(ticket.refused(null)).isEqualTo(ticket.ask());
            waits.add(ticket.ask().toSeconds());
            time.pass(ticket.ask());
            assertThat(ticket.ask()).isZero();
        }

        assertThat(waits).containsExactly(5L, 10L, 20L, 40L, 60L, 60L, 60L);
    }

    @Test
    void endOfAJob_letsTheFirstTryAtOnce() {
        JobSlots.Ticket a = enter("a");
        a.refused(null);
        JobSlots.Ticket b = enter("b");

        slots.jobEnded();

        assertThat(woken).containsExactly("a");
        assertThat(b.ask()).isEqualTo(RequestGate.UNTIL_WOKEN);
        assertThat(a.ask()).isZero();
        assertThat(a.refused(null)).isPositive();
        assertThat(a.ask()).as("one end, one try").isPositive();
        a.leave();
        assertThat(woken).containsExactly("a", "b");
        assertThat(b.ask()).as("there may be another slot").isZero();
    }

    @Test
    void endDuringATry_countsForTheNextTry() {
        JobSlots.Ticket a = enter("a");
        a.refused(null);
        time.pass(a.ask());
        assertThat(a.ask()).isZero();

        slots.jobEnded();
        a.refused(null);

        assertThat(a.ask()).isZero();
    }

    @Test
    void retryAfter_isHonoured_evenIfAJobEnds() {
        JobSlots.Ticket a = enter("a");
        assertThat(a.refused(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));

        slots.jobEnded();

        assertThat(a.ask()).isEqualTo(Duration.ofSeconds(30));
        time.pass(Duration.ofSeconds(30));
        assertThat(a.ask()).isZero();
    }

    @Test
    void endWhileNobodyWaits_isForgotten() {
        slots.jobEnded();
        assertThat(slots.isContended()).isFalse();
        JobSlots.Ticket a = enter("a");
        a.refused(null);

        assertThat(slots.isContended()).isTrue();
        assertThat(a.ask()).isPositive();
    }
}
