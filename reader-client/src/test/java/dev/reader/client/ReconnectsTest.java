package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.error.StreamBrokenException;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Kind;
import dev.reader.client.internal.http.RetryPolicy;
import dev.reader.client.internal.http.StreamEnd;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a stream is opened again; with all of each backoff's bound waited. */
class ReconnectsTest {
    private final FakeTime time = new FakeTime();
    private final ClientResources resources = new ClientResources(null, time);

    private Reconnects reconnects(Reconnects.Limits limits) {
        return new Reconnects(resources, new RetryPolicy(4, Duration.ofSeconds(60), () -> 1.0), limits);
    }

    private Reconnects jobStreams() {
        return reconnects(Reconnects.Limits.unreachableFor(
                Duration.ofMinutes(5), (attempts, cause) -> new StreamBrokenException("job_1", attempts, cause)));
    }

    private Reconnects waits() {
        return reconnects(Reconnects.Limits.whileItCanBeHad(Duration.ofHours(1).toNanos()));
    }

    private static StreamEnd cut(Duration stood, boolean silent) {
        return new StreamEnd.Cut(new ReaderConnectionException("cut", null, false, null), true, silent, stood);
    }

    private static StreamEnd unreachable() {
        return new StreamEnd.NotOpened(new Failure<>(
                new ReaderConnectionException("refused", new java.net.ConnectException(), false, null), Kind.NOT_SENT));
    }

    private static StreamEnd failed(int status) {
        ReaderApiException exception = ReaderApiException.of(new dev.reader.client.error.ErrorResponse(
                status, null, null, null, null, null, "GET", "/v1/events", 1, "", null));
        return new StreamEnd.NotOpened(new Failure<>(exception, Kind.UNCERTAIN));
    }

    private List<Long> waitedMillis() {
        return time.waits().stream().map(Duration::toMillis).toList();
    }

    @Test
    void waits_grow_andStartOverAfterAHealthyMinute() {
        Reconnects reconnects = jobStreams();
        for (int i = 0; i < 8; i++) {
            assertThat(reconnects.awaitNext(cut(Duration.ZERO, false))).isNull();
        }
        assertThat(waitedMillis()).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 20000L, 20000L);

        reconnects.awaitNext(cut(Duration.ofSeconds(59), false));
        reconnects.awaitNext(cut(Duration.ofSeconds(60), false));
        reconnects.awaitNext(cut(Duration.ofSeconds(1), false));

        assertThat(waitedMillis().subList(8, 11)).containsExactly(20000L, 500L, 1000L);
    }

    @Test
    void attempts_countFromTheLastConnectionThatStood() {
        Reconnects reconnects = jobStreams();
        assertThat(reconnects.attempt()).isEqualTo(1);
        reconnects.awaitNext(unreachable());
        reconnects.awaitNext(unreachable());
        assertThat(reconnects.attempt()).isEqualTo(3);

        reconnects.awaitNext(cut(Duration.ZERO, false));

        assertThat(reconnects.attempt()).isEqualTo(1);
    }

    @Test
    void serverOutOfReach_isGivenUp_withOneAttemptAtTheVeryEnd() {
        Reconnects reconnects = jobStreams();
        int attempts = 0;
        ReaderException givenUp = null;
        while (givenUp == null) {
            attempts++;
            givenUp = reconnects.awaitNext(unreachable());
        }

        assertThat(givenUp)
                .isInstanceOfSatisfying(
                        StreamBrokenException.class,
                        broken -> assertThat(broken.attempts()).isEqualTo(attemptsUntilGivenUp()));
        assertThat(attempts).isEqualTo(attemptsUntilGivenUp());
        assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(5));
    }

    /** 31.5 s of growing pauses, 20 s each from then on, and the last one cut short. */
    private static int attemptsUntilGivenUp() {
        return 6 + 14 + 1;
    }

    @Test
    void cutsOfAServerThatIsReached_areNeverGivenUp() {
        Reconnects reconnects = jobStreams();
        for (int i = 0; i < 1000; i++) {
            assertThat(reconnects.awaitNext(cut(Duration.ZERO, i % 2 == 0))).isNull();
        }
        assertThat(time.elapsed()).isGreaterThan(Duration.ofHours(1));
    }

    @Test
    void wait_givesTheStreamUp_whenItIsSilentTwiceInARow() {
        Reconnects reconnects = waits();
        assertThat(reconnects.awaitNext(cut(Duration.ZERO, true))).isNull();
        assertThat(reconnects.awaitNext(cut(Duration.ZERO, false))).isNull();
        assertThat(reconnects.awaitNext(cut(Duration.ZERO, true))).isNull();

        assertThat(reconnects.awaitNext(cut(Duration.ZERO, true))).hasMessage("cut");
    }

    @Test
    void silenceAfterAHealthyMinute_isTheFirstAgain() {
        Reconnects reconnects = waits();
        for (int i = 0; i < 10; i++) {
            assertThat(reconnects.awaitNext(cut(Duration.ofMinutes(1), true))).isNull();
        }
    }

    @Test
    void noAnswerAtAll_isSilenceToo() {
        StreamEnd noAnswer = new StreamEnd.NotOpened(new Failure<>(
                new ReaderConnectionException("timed out", new SocketTimeoutException(), false, null), Kind.UNCERTAIN));
        Reconnects reconnects = waits();
        assertThat(reconnects.awaitNext(noAnswer)).isNull();

        assertThat(reconnects.awaitNext(noAnswer)).hasMessage("timed out");
    }

    @Test
    void wait_givesTheStreamUp_whenTheServerFailsThreeTimesInARow() {
        Reconnects reconnects = waits();
        assertThat(reconnects.awaitNext(failed(500))).isNull();
        assertThat(reconnects.awaitNext(failed(502))).isNull();
        assertThat(reconnects.awaitNext(cut(Duration.ZERO, false))).isNull();
        assertThat(reconnects.awaitNext(failed(500))).isNull();
        assertThat(reconnects.awaitNext(failed(500))).isNull();

        assertThat(reconnects.awaitNext(failed(501))).isInstanceOf(ReaderApiException.class);
    }

    @Test
    void eventThatCantBeTaken_isGivenUpAtOnce() {
        ReaderException tooLarge = new ReaderProtocolException("too large", null);

        assertThat(jobStreams().awaitNext(new StreamEnd.Unusable(tooLarge))).isSameAs(tooLarge);
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void subscription_goesOnWhateverItComesTo_andNeverLongerThanTheCap() {
        Reconnects reconnects = reconnects(Reconnects.Limits.none());
        StreamEnd refused =
                new StreamEnd.NotOpened(new Failure<>(new ReaderProtocolException("HTML", null), Kind.FINAL));
        StreamEnd parked = new StreamEnd.NotOpened(
                new Failure<>(new ReaderProtocolException("in a day", null), Kind.DECLINED, Duration.ofDays(1)));

        reconnects.awaitNextInAnyCase(refused, Duration.ofSeconds(60));
        reconnects.awaitNextInAnyCase(parked, Duration.ofSeconds(60));

        assertThat(waitedMillis()).containsExactly(500L, 60_000L);
    }
}
