package dev.reader.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.RateLimiter;
import dev.reader.client.ReaderListener.RateLimitReason;
import dev.reader.client.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may send next, and when. */
class RequestGateTest {
    private static final ApiRequest SCRAPE = ApiRequest.post(Operation.SCRAPE, "v1", "read");
    private static final ApiRequest LIST_PAGE = ApiRequest.get(Operation.GET_JOB_RESULTS, "v1", "jobs", "job_1");

    private final ManualTime time = new ManualTime();
    private final List<String> woken = new ArrayList<>();

    private RequestGate.Ticket enter(RequestGate gate, String name, ApiRequest request) {
        return gate.enter(request, true, true, () -> woken.add(name));
    }

    private RequestGate limited(int requests) {
        return new RequestGate(time, new SlidingWindow(requests, time), () -> 0);
    }

    private static void send(RequestGate.Ticket ticket) {
        assertThat(ticket.ask()).isZero();
        ticket.permit().sent();
    }

    @Test
    void callers_areServedInTheOrderOfTheirArrival() {
        RequestGate gate = limited(1);
        send(enter(gate, "a", SCRAPE));
        RequestGate.Ticket b = enter(gate, "b", SCRAPE);
        RequestGate.Ticket c = enter(gate, "c", SCRAPE);

        assertThat(c.ask()).isEqualTo(RequestGate.UNTIL_WOKEN);
        assertThat(b.ask()).isEqualTo(Duration.ofSeconds(62));
        time.pass(Duration.ofSeconds(62));
        assertThat(c.ask()).as("not before b").isEqualTo(RequestGate.UNTIL_WOKEN);
        send(b);

        assertThat(woken).containsExactly("c");
        assertThat(b.reason()).isEqualTo(RateLimitReason.LIMITER);
        assertThat(b.waited()).isEqualTo(Duration.ofSeconds(62));
        assertThat(c.ask()).isEqualTo(Duration.ofSeconds(62));
    }

    @Test
    void callerWhoLeaves_wakesTheNext() {
        RequestGate gate = limited(1);
        send(enter(gate, "a", SCRAPE));
        RequestGate.Ticket b = enter(gate, "b", SCRAPE);
        enter(gate, "c", SCRAPE);

        b.leave();
        b.leave();

        assertThat(woken).containsExactly("c");
    }

    @Test
    void unusedPermit_wakesTheNext() {
        RequestGate gate = limited(1);
        RequestGate.Ticket a = enter(gate, "a", SCRAPE);
        assertThat(a.ask()).isZero();
        RequestGate.Ticket b = enter(gate, "b", SCRAPE);
        assertThat(b.ask()).isPositive();

        a.permit().unused();
        a.permit().sent();

        assertThat(woken).containsExactly("b");
        assertThat(b.ask()).isZero();
    }

    @Test
    void scrape_isNotHeldUpByListPages() {
        RequestGate gate = limited(1);
        send(enter(gate, "first", LIST_PAGE));
        List<RequestGate.Ticket> pages = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pages.add(enter(gate, "page " + i, LIST_PAGE));
        }
        RequestGate.Ticket scrape = enter(gate, "scrape", SCRAPE);
        RequestGate.Ticket other = enter(gate, "other scrape", SCRAPE);

        time.pass(Duration.ofSeconds(62));
        send(scrape);
        time.pass(Duration.ofSeconds(62));
        assertThat(other.ask()).as("the lanes take turns").isEqualTo(RequestGate.UNTIL_WOKEN);
        send(pages.get(0));
        time.pass(Duration.ofSeconds(62));
        send(other);
    }

    @Test
    void pause_holdsEveryoneUpOnce_andLetsThemGoOneByOne() {
        RequestGate gate = new RequestGate(time, null, () -> 0.5);
        assertThat(gate.letsThrough(true)).isTrue();
        gate.pause(Duration.ofSeconds(20));
        assertThat(gate.letsThrough(true)).isFalse();
        List<RequestGate.Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tickets.add(enter(gate, "caller " + i, SCRAPE));
        }

        List<Duration> sent = new ArrayList<>();
        for (RequestGate.Ticket ticket : tickets) {
            Duration wait = ticket.ask();
            while (!wait.isZero()) {
                time.pass(wait);
                wait = ticket.ask();
            }
            sent.add(time.elapsed());
            assertThat(ticket.reason()).isEqualTo(RateLimitReason.RETRY_AFTER);
        }

        assertThat(sent)
                .doesNotHaveDuplicates()
                .allSatisfy(at -> assertThat(at).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30)));
        assertThat(Duration.ofNanos(sent.get(19).toNanos() - sent.get(0).toNanos()))
                .as("over half of the Retry-After, and at most 10 s")
                .isGreaterThan(Duration.ofSeconds(8));
    }

    @Test
    void afterThePauseAndItsSpread_nobodyWaits() {
        RequestGate gate = new RequestGate(time, null, () -> 1);
        gate.pause(Duration.ofSeconds(20));
        time.pass(Duration.ofSeconds(30));

        assertThat(enter(gate, "a", SCRAPE).ask()).isZero();
        assertThat(gate.letsThrough(true)).isTrue();
    }

    @Test
    void shorterPause_doesNotReplaceALongerOne() {
        RequestGate gate = new RequestGate(time, null, () -> 0);
        gate.pause(Duration.ofSeconds(20));
        gate.pause(Duration.ofSeconds(5));

        assertThat(enter(gate, "a", SCRAPE).ask()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void retryThatHasPausedItself_waitsForThePauseOnly() {
        RequestGate gate = new RequestGate(time, null, () -> 1);
        gate.pause(Duration.ofSeconds(20));
        RequestGate.Ticket retry = gate.enter(SCRAPE, true, false, () -> {});

        assertThat(retry.ask()).isEqualTo(Duration.ofSeconds(20));
        time.pass(Duration.ofSeconds(20));
        assertThat(retry.ask()).isZero();
    }

    @Test
    void callWithoutRetries_isNotPaused() {
        RequestGate gate = new RequestGate(time, null, () -> 0);
        gate.pause(Duration.ofSeconds(20));

        assertThat(gate.letsThrough(false)).isTrue();
    }

    @Test
    void failureOfTheLimiter_isThrown_andTheTicketCanLeave() {
        RateLimiter broken = () -> {
            throw new IllegalStateException("no database");
        };
        RequestGate gate = new RequestGate(time, broken, () -> 0);
        RequestGate.Ticket a = enter(gate, "a", SCRAPE);
        enter(gate, "b", SCRAPE);

        org.assertj.core.api.Assertions.assertThatThrownBy(a::ask).hasMessage("no database");
        a.leave();

        assertThat(woken).containsExactly("b");
    }
}
