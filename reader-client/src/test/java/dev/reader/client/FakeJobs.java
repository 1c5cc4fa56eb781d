package dev.reader.client;

import dev.reader.client.internal.http.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;

/**
 * One job as the server shows it, in the test's time: its states over time, its results page by page, and a rate limit.
 * It has no streams, so that waiting for it is polling.
 */
final class FakeJobs extends Dispatcher implements SseServer.Script {
    private final Time time;
    private final Deque<MockResponse> faults = new ConcurrentLinkedDeque<>();
    private final List<Duration> polls = new ArrayList<>();
    private final Deque<Long> window = new ArrayDeque<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    int results;
    String endsAs = "completed";
    String runsAs = "processing";
    Duration endsAfter = Duration.ZERO;
    int largestLimit = 100;
    int shortPageAt = -1;
    volatile int failingPageAt = -1;
    int requestsPerMinute = Integer.MAX_VALUE;
    int pagesHeldUntilInFlight;
    private CountDownLatch inFlight = new CountDownLatch(0);
    private int declined;

    FakeJobs(Time time) {
        this.time = time;
    }

    /** Answers the next requests with faults before any other is answered properly. */
    void fault(MockResponse... answers) {
        faults.addAll(List.of(answers));
    }

    /** Holds the pages after the first back until so many of them are asked for at once. */
    void holdUntilInFlight(int count) {
        pagesHeldUntilInFlight = count;
        inFlight = new CountDownLatch(count);
    }

    /** When the state was asked for, in the test's time. */
    synchronized List<Duration> polls() {
        return List.copyOf(polls);
    }

    synchronized int declined() {
        return declined;
    }

    int mostInFlight() {
        return mostRunning.get();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        if (request.getUrl().encodedPath().endsWith("/stream")) {
            return Answers.error(404, "not_found");
        }
        return answer(
                Integer.parseInt(request.getUrl().queryParameter("skip")),
                Integer.parseInt(request.getUrl().queryParameter("limit")));
    }

    /** Answers in process. */
    @Override
    public void run(SseServer.Stream stream, int number) throws IOException, InterruptedException {
        MockResponse answer =
                answer(stream.request().parameter("skip"), stream.request().parameter("limit"));
        if (answer.getOnResponseStart() instanceof SocketEffect.CloseSocket) {
            stream.reset();
            return;
        }
        Buffer body = new Buffer();
        MockResponseBody content = answer.getBody();
        if (content != null) {
            content.writeTo(body);
        }
        stream.answer(answer.getCode(), body.readUtf8(), answer.getHeaders());
    }

    private Duration elapsed() {
        return Duration.ofNanos(time.nanos());
    }

    private MockResponse answer(int skip, int limit) throws InterruptedException {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            return detail(skip, limit);
        } finally {
            running.decrementAndGet();
        }
    }

    private MockResponse detail(int skip, int limit) throws InterruptedException {
        int asked = limit;
        synchronized (this) {
            if (asked == 1) {
                polls.add(elapsed());
            }
            if (skip == failingPageAt) {
                return Answers.error(500, "internal_error");
            }
            MockResponse fault = faults.poll();
            if (fault != null) {
                return fault;
            }
            MockResponse limited = rateLimit();
            if (limited != null) {
                return limited;
            }
        }
        if (pagesHeldUntilInFlight > 0 && skip > 0 && limit > 1) {
            inFlight.countDown();
            if (!time.await(inFlight, Duration.ofSeconds(10))) {
                return new MockResponse.Builder()
                        .code(418)
                        .body("never so many in flight")
                        .build();
            }
        }
        if (skip == shortPageAt) {
            asked = asked / 2;
        }
        boolean ended = elapsed().compareTo(endsAfter) >= 0;
        int done = ended ? results : (int) (results * elapsed().toMillis() / endsAfter.toMillis());
        int count = Math.max(0, Math.min(Math.min(asked, largestLimit), done - skip));
        return Answers.json(
                        200,
                        Answers.jobDetail("job_1", ended ? endsAs : runsAs, skip, count, done, skip + count < done))
                .build();
    }

    private MockResponse rateLimit() {
        long now = elapsed().toMillis();
        while (!window.isEmpty() && window.peek() <= now - 60_000) {
            window.remove();
        }
        if (window.size() >= requestsPerMinute) {
            declined++;
            long seconds = (window.peek() + 60_000 - now + 999) / 1000;
            return Answers.rateLimited(Duration.ofSeconds(Math.max(1, seconds)));
        }
        window.add(now);
        return null;
    }
}
