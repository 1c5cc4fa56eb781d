package dev.reader.client.internal.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a job's record is asked for; instants in milliseconds. */
class JobWatchTest {
    private static final long AFTER_CONNECTING = 9_500;
    private static final long AFTER_EVENT = 59_500;
    private static final long MINUTE = 60_000;
    private static final long NONE = -1;

    private final JobWatch watch = new JobWatch("job_1", 0);

    private static long nanos(long millis) {
        return millis * 1_000_000;
    }

    /** Returns when the next question is due, as seen at the start; {@link #NONE} if none is planned. */
    private long planned() {
        Duration until = watch.untilNextQuestion(0);
        return until == null ? NONE : until.toMillis();
    }

    private void connectedAt(long millis) {
        watch.connected(nanos(millis));
    }

    private void heardAt(long millis) {
        watch.heard(true, nanos(millis));
    }

    private void endToldAt(long millis) {
        watch.endTold(nanos(millis));
    }

    /** Asks, and is told that the job runs. */
    private void answeredAt(long millis) {
        assertThat(watch.isDue(nanos(millis))).as("due at %s", millis).isTrue();
        watch.asked();
        watch.answered(nanos(millis));
    }

    @Test
    void nothingIsAskedWithoutAReason() {
        assertThat(watch.jobId()).isEqualTo("job_1");
        assertThat(planned()).isEqualTo(NONE);
        assertThat(watch.isDue(nanos(1_000_000_000))).isFalse();
    }

    @Test
    void silenceAfterConnectingIsAReasonWithinTenSeconds() {
        connectedAt(0);

        assertThat(planned()).isEqualTo(AFTER_CONNECTING);
        assertThat(watch.isDue(nanos(AFTER_CONNECTING) - 1)).isFalse();
        assertThat(watch.isDue(nanos(AFTER_CONNECTING))).isTrue();
        assertThat(watch.untilNextQuestion(nanos(AFTER_CONNECTING + 5))).isZero();
    }

    @Test
    void anotherConnectionDoesNotPostponeAQuestion() {
        connectedAt(0);
        connectedAt(5_000);

        assertThat(planned()).isEqualTo(AFTER_CONNECTING);
    }

    @Test
    void silenceSinceTheLastEventIsAReasonWithinAMinute() {
        connectedAt(0);
        heardAt(3_000);
        assertThat(planned()).isEqualTo(3_000 + AFTER_EVENT);

        heardAt(50_000);
        assertThat(planned()).isEqualTo(50_000 + AFTER_EVENT);
    }

    @Test
    void questionsDuringSilenceGrowRarerUpToFiveMinutes() {
        connectedAt(0);
        long at = AFTER_CONNECTING;
        for (int minutes : new int[] {1, 2, 4, 5, 5}) {
            answeredAt(at);
            assertThat(planned()).isEqualTo(at + minutes * MINUTE);
            at = planned();
        }
    }

    @Test
    void anEventMakesTheQuestionsFrequentAgain() {
        connectedAt(0);
        answeredAt(AFTER_CONNECTING);
        answeredAt(AFTER_CONNECTING + MINUTE);
        long heard = 100_000;
        heardAt(heard);
        assertThat(planned()).isEqualTo(heard + AFTER_EVENT);

        answeredAt(heard + AFTER_EVENT);
        assertThat(planned()).isEqualTo(heard + AFTER_EVENT + MINUTE);
    }

    @Test
    void eventsOnManyShortConnectionsDoNotPostponeTheQuestionForEver() {
        connectedAt(0);
        heardAt(1_000);
        connectedAt(2_000);
        heardAt(2_500);
        assertThat(planned()).isEqualTo(2_500 + AFTER_EVENT);

        connectedAt(4_000);
        heardAt(4_500);
        assertThat(planned()).isEqualTo(4_000 + AFTER_CONNECTING);

        answeredAt(4_000 + AFTER_CONNECTING);
        heardAt(20_000);
        assertThat(planned()).isEqualTo(20_000 + AFTER_EVENT);
    }

    @ParameterizedTest
    @CsvSource({"20000, 69500", "65000, 69500"})
    void aReconnectDoesNotAskTwiceInAMinute(long reconnected, long question) {
        connectedAt(0);
        answeredAt(AFTER_CONNECTING);

        connectedAt(reconnected);

        assertThat(planned()).isEqualTo(question);
    }

    @Test
    void aReconnectDuringALongPauseAsksSooner() {
        connectedAt(0);
        answeredAt(AFTER_CONNECTING);
        answeredAt(AFTER_CONNECTING + MINUTE);
        assertThat(planned()).isEqualTo(AFTER_CONNECTING + 3 * MINUTE);

        connectedAt(150_000);

        assertThat(planned()).isEqualTo(150_000 + AFTER_CONNECTING);
    }

    @Test
    void anEventSoonAfterAnAnswerDoesNotAskTwiceInAMinute() {
        connectedAt(0);
        answeredAt(AFTER_CONNECTING);

        heardAt(AFTER_CONNECTING + 200);

        assertThat(planned()).isEqualTo(AFTER_CONNECTING + MINUTE);
    }

    @Test
    void anEventThatTellsTheEndIsAReasonAtOnce() {
        connectedAt(0);
        heardAt(1_000);
        endToldAt(2_000);

        assertThat(planned()).isEqualTo(2_000);
    }

    @Test
    void theRecordIsAskedForUntilItAgrees_withBackoffFrom200Milliseconds() {
        endToldAt(1_000);
        long at = 1_000;
        for (long delay : new long[] {200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000}) {
            answeredAt(at);
            assertThat(planned()).isEqualTo(at + delay);
            at += delay;
        }
    }

    @Test
    void aRepeatedEndKeepsTheBackoff() {
        endToldAt(1_000);
        answeredAt(1_000);
        answeredAt(1_200);
        endToldAt(1_250);
        endToldAt(1_300);

        assertThat(planned()).isEqualTo(1_600);
    }

    @Test
    void anEndAfterAnAnswerDuringSilenceIsAskedForAtOnce() {
        connectedAt(0);
        answeredAt(AFTER_CONNECTING);
        endToldAt(AFTER_CONNECTING + 50);
        assertThat(planned()).isEqualTo(AFTER_CONNECTING + 50);
    }

    @Test
    void anEndLongAfterAContradictionIsAskedForAtOnce() {
        endToldAt(1_000);
        answeredAt(1_000);
        heardAt(1_100);
        answeredAt(1_200);
        endToldAt(30_000);
        assertThat(planned()).isEqualTo(30_000);
    }

    @Test
    void aToldEndIsDoubtfulOnceItWasContradictedForMoreThanASecond() {
        endToldAt(0);
        for (long at : new long[] {0, 200, 600}) {
            answeredAt(at);
            assertThat(watch.isEndDoubtful()).isFalse();
        }
        answeredAt(1_400);
        assertThat(watch.isEndDoubtful()).isTrue();
    }

    @Test
    void anEventBeforeTheFirstAnswerDoesNotPostponeTheQuestionAboutTheEnd() {
        endToldAt(1_000);
        heardAt(1_001);

        assertThat(planned()).isEqualTo(1_000);
    }

    @Test
    void anEventAfterAContradictionEndsTheBackoff() {
        endToldAt(1_000);
        answeredAt(1_000);
        heardAt(1_100);
        assertThat(planned()).as("one more question soon").isEqualTo(1_200);

        answeredAt(1_200);
        assertThat(planned()).isEqualTo(1_200 + MINUTE);
    }

    @Test
    void aQuestionThatIsUnderWayIsNotAskedAgain() {
        connectedAt(0);
        watch.asked();
        connectedAt(20);
        heardAt(30);

        assertThat(watch.isDue(nanos(1_000_000))).isFalse();
        assertThat(planned()).isEqualTo(NONE);

        watch.answered(nanos(100));
        assertThat(planned()).isEqualTo(100 + MINUTE);
    }

    @Test
    void anEndThatIsToldDuringAQuestionIsAskedForAgainAtOnce() {
        connectedAt(0);
        watch.asked();
        endToldAt(10);
        assertThat(planned()).isEqualTo(NONE);

        watch.answered(nanos(100));
        assertThat(planned()).as("the answer may be older").isEqualTo(100);
        answeredAt(150);
        assertThat(planned()).as("a contradiction").isEqualTo(350);
    }

    @Test
    void oneContradictionMakesAllToldEndsUncertain() {
        endToldAt(0);
        assertThat(watch.isEndTold()).isTrue();

        answeredAt(0);
        endToldAt(10_000);

        assertThat(watch.isEndTold()).isFalse();
    }

    @Test
    void anEndThatIsToldAgainDuringItsQuestionIsContradictedAsWell() {
        endToldAt(0);
        watch.asked();
        endToldAt(10);
        watch.answered(nanos(20));

        assertThat(planned()).isEqualTo(20);
        assertThat(watch.isEndTold()).isFalse();
    }

    @Test
    void anEndThatIsToldDuringAnotherQuestionIsNotContradicted() {
        watch.askAt(0);
        watch.asked();
        endToldAt(10);
        watch.answered(nanos(20));

        assertThat(watch.isEndTold()).isTrue();
    }

    @Test
    void aRecordCanBeAskedForAtAnyTime() {
        connectedAt(0);
        watch.askAt(nanos(3_000));
        assertThat(planned()).isEqualTo(3_000);
        answeredAt(3_000);
        assertThat(planned()).isEqualTo(3_000 + MINUTE);
    }

    @Test
    void pollsComeAtTheirInterval_whateverTheStreamTells() {
        watch.poll(Duration.ofSeconds(7), nanos(1_000));
        assertThat(watch.isPolling()).isTrue();
        assertThat(planned()).isEqualTo(1_000);

        answeredAt(1_000);
        connectedAt(2_000);
        heardAt(2_000);

        assertThat(planned()).isEqualTo(8_000);
        answeredAt(9_000);
        assertThat(planned()).isEqualTo(16_000);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000",
        "5000, 1500",
        "10000, 2000",
        "35000, 3500",
        "60000, 5000",
        "180000, 10000",
        "300000, 15000",
        "9000000, 15000"
    })
    void pollsWithoutAnIntervalComeAtTheDocumentedPace(long elapsed, long interval) {
        watch.poll(null, 0);
        answeredAt(elapsed);

        assertThat(planned()).isEqualTo(elapsed + interval);
    }
}
