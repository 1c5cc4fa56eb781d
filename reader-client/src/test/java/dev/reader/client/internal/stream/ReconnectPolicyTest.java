package dev.reader.client.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.error.ErrorResponse;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.error.StreamBrokenException;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Kind;
import dev.reader.client.internal.http.RetryPolicy;
import dev.reader.client.internal.http.StreamEnd;
import dev.reader.client.internal.stream.ReconnectPolicy.Decision;
import dev.reader.client.testing.ManualTime;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a stream is connected again and when it is given up; with the whole of each backoff's bound. */
class ReconnectPolicyTest {
    private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(60);

    private final ManualTime time = new ManualTime();
    private final RetryPolicy retries = new RetryPolicy(4, MAX_RETRY_AFTER, () -> 1.0);
    private final List<Long> delays = new ArrayList<>();

    private ReconnectPolicy jobStream() {
        return ReconnectPolicy.untilUnreachableFor(
                Duration.ofMinutes(5),
                (attempts, cause) -> new StreamBrokenException("job_1", attempts, cause),
                retries,
                time);
    }

    private ReconnectPolicy waiting() {
        return ReconnectPolicy.whileAvailable(retries, time);
    }

    private ReconnectPolicy subscription() {
        return ReconnectPolicy.forever(MAX_RETRY_AFTER, retries, time);
    }

    /** Decides on an end, and lets the delay pass; returns why it gave up, or null. */
    private ReaderException next(ReconnectPolicy policy, StreamEnd end, boolean receivedAnything) {
        Decision decision = policy.next(end, receivedAnything);
        if (decision instanceof Decision.GiveUp giveUp) {
            return giveUp.cause();
        }
        Duration delay = ((Decision.Reconnect) decision).delay();
        delays.add(delay.toMillis());
        time.pass(delay);
        return null;
    }

    private ReaderException next(ReconnectPolicy policy, StreamEnd end) {
        return next(policy, end, end instanceof StreamEnd.Cut);
    }

    private static StreamEnd cut(Duration stood) {
        return new StreamEnd.Cut(new ReaderConnectionException("cut", null, false, null), false, stood);
    }

    private static StreamEnd idle(Duration stood) {
        return new StreamEnd.Cut(new ReaderConnectionException("idle", null, false, null), true, stood);
    }

    private static StreamEnd notOpened(Failure<?> failure) {
        return new StreamEnd.NotOpened(failure);
    }

    private static StreamEnd unreachable() {
        return notOpened(new Failure<>(
                new ReaderConnectionException("refused", new ConnectException(), false, null), Kind.NOT_SENT));
    }

    private static StreamEnd error(int status, Kind kind) {
        ReaderApiException exception = ReaderApiException.of(
                new ErrorResponse(status, null, null, null, null, null, "GET", "/v1/events", 1, "", null));
        return notOpened(new Failure<>(exception, kind));
    }

    private static StreamEnd throttled(Duration retryAfter) {
        return notOpened(new Failure<>(new ReaderProtocolException("later", null), Kind.THROTTLED, retryAfter));
    }

    @Test
    void delaysGrowAndStartOverAfterAHealthyMinute() {
        ReconnectPolicy policy = jobStream();
        for (int i = 0; i < 8; i++) {
            assertThat(next(policy, cut(Duration.ZERO))).isNull();
        }
        assertThat(delays).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 20000L, 20000L);

        next(policy, cut(Duration.ofSeconds(59)));
        next(policy, cut(Duration.ofSeconds(60)));
        next(policy, cut(Duration.ofSeconds(1)));

        assertThat(delays.subList(8, 11)).containsExactly(20000L, 500L, 1000L);
    }

    @Test
    void attemptsCountFromTheLastConnectionThatDeliveredAnything() {
        ReconnectPolicy policy = jobStream();
        assertThat(policy.attempt()).isEqualTo(1);
        next(policy, unreachable());
        next(policy, cut(Duration.ZERO), false);
        assertThat(policy.attempt()).isEqualTo(3);

        next(policy, cut(Duration.ZERO), true);

        assertThat(policy.attempt()).isEqualTo(1);
    }

    @Test
    void aServerOutOfReachIsGivenUpAfterOneAttemptAtTheLimit() {
        ReconnectPolicy policy = jobStream();
        int attempts = 0;
        ReaderException cause = null;
        while (cause == null) {
            attempts++;
            cause = next(policy, unreachable());
        }

        // 31.5 s of growing delays, 20 s each from then on, and the last one shortened
        int expected = 6 + 14 + 1;
        assertThat(attempts).isEqualTo(expected);
        assertThat(cause)
                .isInstanceOfSatisfying(
                        StreamBrokenException.class,
                        broken -> assertThat(broken.attempts()).isEqualTo(expected));
        assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void connectionsThatDeliverNothingCountAsOutOfReach() {
        ReconnectPolicy policy = jobStream();
        ReaderException cause = null;
        while (cause == null) {
            cause = next(policy, cut(Duration.ZERO), false);
        }

        assertThat(cause).isInstanceOf(StreamBrokenException.class);
        assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void theFiveMinutesCountFromTheLastByteThatArrived() {
        ReconnectPolicy policy = jobStream();
        next(policy, unreachable());
        time.pass(Duration.ofMinutes(4));
        assertThat(next(policy, cut(Duration.ZERO), true)).isNull();
        time.pass(Duration.ofMinutes(4));

        assertThat(next(policy, unreachable())).isNull();
    }

    @Test
    void cutsOfAServerThatIsReachedAreNeverGivenUp() {
        ReconnectPolicy policy = jobStream();
        for (int i = 0; i < 1000; i++) {
            assertThat(next(policy, i % 2 == 0 ? cut(Duration.ZERO) : idle(Duration.ZERO)))
                    .isNull();
        }
        assertThat(time.elapsed()).isGreaterThan(Duration.ofHours(1));
    }

    @Test
    void aJobStreamGivesUpOnAFailureThatARetryCannotCure() {
        ReconnectPolicy policy = jobStream();

        assertThat(next(policy, error(404, Kind.FINAL))).isInstanceOf(ReaderApiException.class);
        assertThat(delays).isEmpty();
    }

    @Test
    void aJobStreamGivesUpOnARetryAfterAboveTheMaximum() {
        ReconnectPolicy policy = jobStream();
        assertThat(next(policy, throttled(MAX_RETRY_AFTER))).isNull();

        assertThat(next(policy, throttled(MAX_RETRY_AFTER.plusSeconds(1)))).hasMessage("later");
        assertThat(delays)
                .as("with the spread of callers that are refused together")
                .containsExactly(70_000L);
    }

    @Test
    void aWaitGivesTheStreamUpAfterTwoIdleTimeoutsInARow() {
        ReconnectPolicy policy = waiting();
        assertThat(next(policy, idle(Duration.ZERO))).isNull();
        assertThat(next(policy, cut(Duration.ZERO), true)).isNull();
        assertThat(next(policy, idle(Duration.ZERO))).isNull();
        assertThat(next(policy, cut(Duration.ZERO), false)).isNull();

        assertThat(next(policy, idle(Duration.ZERO))).hasMessage("idle");
    }

    @Test
    void anIdleTimeoutAfterAHealthyMinuteIsTheFirstInARow() {
        ReconnectPolicy policy = waiting();
        for (int i = 0; i < 10; i++) {
            assertThat(next(policy, idle(Duration.ofMinutes(1)))).isNull();
        }
    }

    @Test
    void aMissingResponseCountsAsAnIdleTimeout() {
        StreamEnd noResponse = notOpened(new Failure<>(
                new ReaderConnectionException("timed out", new SocketTimeoutException(), false, null), Kind.AMBIGUOUS));
        ReconnectPolicy policy = waiting();
        assertThat(next(policy, noResponse)).isNull();

        assertThat(next(policy, noResponse)).hasMessage("timed out");
    }

    @Test
    void aWaitGivesTheStreamUpAfterThreeErrorResponsesInARow() {
        ReconnectPolicy policy = waiting();
        assertThat(next(policy, error(500, Kind.AMBIGUOUS))).isNull();
        assertThat(next(policy, error(502, Kind.AMBIGUOUS))).isNull();
        assertThat(next(policy, cut(Duration.ZERO))).isNull();
        assertThat(next(policy, error(500, Kind.AMBIGUOUS))).isNull();
        assertThat(next(policy, error(500, Kind.AMBIGUOUS))).isNull();

        assertThat(next(policy, error(501, Kind.AMBIGUOUS))).isInstanceOf(ReaderApiException.class);
    }

    @Test
    void aWaitKeepsTryingAServerThatIsOutOfReach() {
        ReconnectPolicy policy = waiting();
        for (int i = 0; i < 1000; i++) {
            assertThat(next(policy, unreachable())).isNull();
        }
    }

    @Test
    void anUnusableEventIsGivenUpAtOnce() {
        ReaderException tooLarge = new ReaderProtocolException("too large", null);

        assertThat(next(jobStream(), new StreamEnd.Unusable(tooLarge))).isSameAs(tooLarge);
        assertThat(next(waiting(), new StreamEnd.Unusable(tooLarge))).isSameAs(tooLarge);
        assertThat(delays).isEmpty();
    }

    @Test
    void aSubscriptionReconnectsAfterAnyOtherFailure_neverLaterThanTheMaximum() {
        ReconnectPolicy policy = subscription();
        StreamEnd html = notOpened(new Failure<>(new ReaderProtocolException("HTML", null), Kind.FINAL));

        assertThat(next(policy, html)).isNull();
        assertThat(next(policy, throttled(Duration.ofDays(1)))).isNull();
        assertThat(next(policy, new StreamEnd.Unusable(new ReaderProtocolException("too large", null))))
                .isNull();
        assertThat(next(policy, error(404, Kind.FINAL))).isNull();
        assertThat(delays).containsExactly(500L, 60_000L, 2000L, 4000L);
    }

    @Test
    void aSubscriptionReconnectsForHours() {
        ReconnectPolicy policy = subscription();
        while (time.elapsed().compareTo(Duration.ofHours(24)) < 0) {
            assertThat(next(policy, unreachable())).isNull();
        }
        assertThat(delays).allMatch(delay -> delay <= 20_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aSubscriptionEndsWhenItIsRefused(int status) {
        assertThat(next(subscription(), error(status, Kind.FINAL)))
                .isInstanceOfSatisfying(
                        ReaderApiException.class,
                        refusal -> assertThat(refusal.statusCode()).isEqualTo(status));
        assertThat(delays).isEmpty();
    }
}
