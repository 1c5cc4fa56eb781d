package dev.reader.examples.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.CrawlRequest;
import dev.reader.client.JobOutcome;
import dev.reader.client.JobStream;
import dev.reader.client.ReaderClient;
import dev.reader.client.WaitOptions;
import dev.reader.client.WorkspaceListener;
import dev.reader.client.WorkspaceSubscription;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the client's streams with each fault of the local Reader. */
@Timeout(300)
class StreamFaultsTest {
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private LocalReader local(boolean replay) {
        LocalReader.Builder builder =
                LocalReader.builder().slowPageDelay(Duration.ofMillis(100)).pingInterval(Duration.ofMillis(200));
        LocalReader local = (replay ? builder : builder.habit(Habit.NO_REPLAY)).start();
        opened.add(local);
        return local;
    }

    private ReaderClient client(LocalReader local) {
        ReaderClient reader = ReaderClient.builder()
                .apiKey(local.apiKey())
                .baseUrl(local.baseUrl())
                .streamIdleTimeout(Duration.ofSeconds(1))
                .build();
        opened.add(reader);
        return reader;
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                        "cut-stream:3x4",
                        "cut-stream:0x2",
                        "drop-stream:2x3",
                        "reset-stream:4x3",
                        "silent-stream:3x2",
                        "half-event:2x3",
                        "rate-limit:2@/v1/jobs",
                        "server-error:2@/v1/jobs",
                        "proxy-page:2@/v1/jobs",
                        "reset-before:2@/v1/jobs",
                        "fail-job:1",
                        "slow-page:50")
                .flatMap(fault -> Stream.of(Arguments.of(fault, true), Arguments.of(fault, false)));
    }

    @ParameterizedTest(name = "{0}, replay {1}")
    @MethodSource("faults")
    @Execution(ExecutionMode.CONCURRENT)
    void streamDeliversEachPageOnce(String fault, boolean replay) {
        LocalReader local = local(replay);
        ReaderClient reader = client(local);
        local.faults().add(fault);
        Job job = reader.createJob(crawl(local));

        List<String> streamed = new ArrayList<>();
        List<JobEvent.Done> ends = new ArrayList<>();
        try (JobStream events = reader.stream(job.id())) {
            for (JobEvent event : events) {
                assertThat(ends).as("Done is last").isEmpty();
                if (event instanceof JobEvent.PageReady ready) {
                    streamed.add(ready.page().url());
                } else if (event instanceof JobEvent.PageFailed failed) {
                    streamed.add(failed.url());
                } else if (event instanceof JobEvent.Done done) {
                    ends.add(done);
                }
            }
        }

        List<String> results =
                reader.jobResults(job.id()).stream().map(Page::url).toList();
        assertThat(results).isNotEmpty();
        assertThat(streamed).containsExactlyInAnyOrderElementsOf(results);
        assertThat(ends).hasSize(1);
    }

    private static CrawlRequest crawl(LocalReader local) {
        return CrawlRequest.builder(local.siteUrl()).maxDepth(3).maxPages(12).build();
    }

    @ParameterizedTest(name = "{0}, replay {1}")
    @MethodSource("faults")
    @Execution(ExecutionMode.CONCURRENT)
    void waitCollectsEachPageOnce(String fault, boolean replay) {
        LocalReader local = local(replay);
        ReaderClient reader = client(local);
        local.faults().add(fault);
        Job job = reader.createJob(crawl(local));

        Map<String, JobOutcome> outcomes = reader.waitForJobs(List.of(job.id()), WaitOptions.defaults());
        Job ended = ((JobOutcome.Ended) outcomes.get(job.id())).job();
        assertThat(ended.status().isTerminal()).isTrue();
        assertThat(ended.results())
                .extracting(Page::url)
                .doesNotHaveDuplicates()
                .hasSize(ended.completed());
        if (ended.status().equals(dev.reader.client.model.JobStatus.COMPLETED)) {
            Job waited = reader.waitForJob(job.id());
            assertThat(waited.results())
                    .extracting(Page::url)
                    .containsExactlyInAnyOrderElementsOf(
                            ended.results().stream().map(Page::url).toList());
        }
    }

    @Test
    void htmlInsteadOfAStream_isAProtocolError_andWaitingPolls() {
        LocalReader local = local(true);
        ReaderClient reader = client(local);
        Job job = reader.createJob(crawl(local));

        local.faults().add("html-stream:1");
        assertThatThrownBy(() -> reader.stream(job.id()).iterator().hasNext())
                .isInstanceOf(ReaderProtocolException.class);

        local.faults().add("html-stream:1");
        assertThat(reader.waitForJob(job.id()).results()).isNotEmpty();
    }

    @Test
    void waitingPolls_ifTheStreamIsAlwaysSilent() {
        LocalReader local = local(true);
        ReaderClient reader = client(local);
        local.faults().add("silent-stream:1");
        Job job = reader.createJob(crawl(local));

        assertThat(reader.waitForJob(job.id()).results()).isNotEmpty();
    }

    @Test
    void subscriptionReportsAJobThatEndedInAGap() throws Exception {
        LocalReader local = local(true);
        ReaderClient reader = client(local);
        BlockingQueue<WorkspaceEvent> ends = new LinkedBlockingQueue<>();
        BlockingQueue<Duration> gaps = new LinkedBlockingQueue<>();
        CountDownLatch connected = new CountDownLatch(1);
        local.faults().add("reset-stream:2x3@/v1/events");

        try (WorkspaceSubscription subscription = reader.subscribe(new WorkspaceListener() {
            @Override
            public void onConnected() {
                connected.countDown();
            }

            @Override
            public void onEvent(WorkspaceEvent event) {
                if (event instanceof WorkspaceEvent.JobCompleted) {
                    ends.add(event);
                }
            }

            @Override
            public void onRecovered(Duration gap) {
                gaps.add(gap);
            }
        })) {
            assertThat(connected.await(60, TimeUnit.SECONDS)).isTrue();
            Job job = reader.createJob(crawl(local));

            WorkspaceEvent end = ends.poll(60, TimeUnit.SECONDS);
            assertThat(end)
                    .isInstanceOfSatisfying(
                            WorkspaceEvent.JobCompleted.class,
                            completed -> assertThat(completed.jobId()).isEqualTo(job.id()));
            assertThat(gaps.poll(60, TimeUnit.SECONDS)).isPositive();
            assertThat(subscription.isOpen()).isTrue();
        }
        assertThat(ends).as("reported once").isEmpty();
    }
}
