package dev.reader.client;

import static dev.reader.client.RunServer.Fault.INSUFFICIENT_CREDITS;
import static dev.reader.client.RunServer.Fault.LOST_RESPONSE;
import static dev.reader.client.RunServer.Fault.NONE;
import static dev.reader.client.RunServer.Fault.NOT_SENT;
import static dev.reader.client.RunServer.Fault.RATE_LIMITED;
import static dev.reader.client.RunServer.Fault.SECOND_URL_BLOCKED;
import static dev.reader.client.RunServer.Fault.THIRD_URL_INVALID;
import static dev.reader.client.RunServer.Fault.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.UnauthenticatedException;
import dev.reader.client.model.Format;
import dev.reader.client.model.ProxyMode;
import dev.reader.client.run.BatchRun;
import dev.reader.client.run.FailedUrl;
import dev.reader.client.run.RunLedger;
import dev.reader.client.run.RunOutcome;
import dev.reader.client.run.RunPage;
import dev.reader.client.run.RunProgress;
import dev.reader.client.run.RunReport;
import dev.reader.client.run.ShardStatus;
import dev.reader.client.run.UnknownShard;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BatchRunTest {
    private final RunServer server = new RunServer();
    private final RunLedger ledger = RunLedger.inMemory();
    private final List<RunPage> pages = Collections.synchronizedList(new ArrayList<>());

    private static List<String> urls(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "https://a.example/" + i).toList();
    }

    private BatchRun.Builder run(ReaderClient reader, List<String> urls) {
        return reader.batchRun("run").urls(urls).ledger(ledger).onPage(page -> pages.add(page));
    }

    private RunReport execute(List<String> urls) throws Exception {
        return server.run(reader -> run(reader, urls).build().execute());
    }

    private List<String> handled() {
        return pages.stream().map(RunPage::url).sorted().toList();
    }

    private static List<FailedUrl> failed(RunReport report) {
        return StreamSupport.stream(report.failed().spliterator(), false).toList();
    }

    private static List<String> sorted(List<String> urls) {
        return urls.stream().sorted().toList();
    }

    @Test
    void manyUrls_areReadOnceEach() throws Exception {
        List<String> urls = urls(0, 2500);
        RunReport report = execute(urls);

        assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
        assertThat(report.stored()).isEqualTo(2500);
        assertThat(report.creditsUsed()).isEqualTo(2500);
        assertThat(report.creditsReserved()).isZero();
        assertThat(handled()).isEqualTo(sorted(urls));
        assertThat(server.jobs().stream().map(job -> job.urls.size())).containsExactly(1000, 1000, 500);
        assertThat(server.charged.values()).containsOnly(1);
    }

    @Test
    void requests_areAtMost13ForEach1000Pages() throws Exception {
        server.maxActive = 4;
        server.jobTime = Duration.ofMinutes(3);
        execute(urls(0, 20_000));

        assertThat(server.requests()).isLessThanOrEqualTo(260);
    }

    @Test
    void urls_areTrimmedCheckedAndDeduplicated() throws Exception {
        RunReport report = execute(Arrays.asList(
                " https://a.example/1\t",
                "",
                "https://a.example/2",
                "https://a.example/1",
                "ftp://b.example/",
                "nonsense"));

        assertThat(handled()).containsExactly("https://a.example/1", "https://a.example/2");
        assertThat(report.urls()).isEqualTo(2);
        assertThat(report.duplicates()).isEqualTo(1);
        assertThat(report.rejected()).isEqualTo(2);
        assertThat(failed(report))
                .extracting(FailedUrl::url, FailedUrl::attempts)
                .containsExactlyInAnyOrder(tuple("ftp://b.example/", 0), tuple("nonsense", 0));
        assertThat(report.failedCount()).isZero();
    }

    @Test
    void repeatedUrl_farAway_isReadOnce() throws Exception {
        List<String> urls = new ArrayList<>(urls(0, 3000));
        urls.addAll(urls(0, 700));
        RunReport report = execute(urls);

        assertThat(report.duplicates()).isEqualTo(700);
        assertThat(handled()).isEqualTo(sorted(urls(0, 3000)));
    }

    @Test
    void plan_isWrittenBeforeAnythingIsSent_andDeterministic() throws Exception {
        List<List<String>> shards = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            RunServer fresh = new RunServer();
            fresh.run(reader -> {
                BatchRun run = reader.batchRun("run").urls(urls(0, 2100)).build();
                run.plan();
                assertThat(fresh.requests()).isZero();
                assertThat(run.pendingShards()).containsExactly(0, 1, 2);
                return run.execute();
            });
            shards.add(fresh.posts.stream()
                    .map(post -> post.idempotencyKey() + post.body())
                    .toList());
        }
        assertThat(shards.get(0)).hasSize(3).isEqualTo(shards.get(1));
    }

    @Test
    void planThatFails_startsAgainAndCountsOnce() throws Exception {
        List<String> urls = urls(0, 3000);
        Iterable<String> breaking = () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public String next() {
                if (next == 2500) {
                    throw new IllegalStateException("the source broke");
                }
                return urls.get(next++);
            }
        };
        RunReport report = server.run(reader -> {
            assertThatThrownBy(() -> reader.batchRun("run")
                            .urls(breaking)
                            .ledger(ledger)
                            .build()
                            .plan())
                    .hasMessage("the source broke");
            return run(reader, urls).build().execute();
        });
        assertThat(report.urls()).isEqualTo(3000);
        assertThat(report.duplicates()).isZero();
        assertThat(handled()).isEqualTo(sorted(urls));
    }

    @Test
    void source_isReadLazilyAndOnlyForThePlan() throws Exception {
        int[] read = {0};
        Iterable<String> source = () -> {
            read[0]++;
            return urls(0, 10).iterator();
        };
        server.run(reader -> {
            BatchRun run = reader.batchRun("run").urls(source).ledger(ledger).build();
            assertThat(read[0]).isZero();
            run.plan();
            run.execute();
            return run.execute();
        });
        assertThat(read[0]).isEqualTo(1);
    }

    @Test
    void lostResponse_isAskedForWithTheSameBytesAndKey() throws Exception {
        server.fault = number -> number == 1 ? LOST_RESPONSE : NONE;
        execute(urls(0, 10));

        assertThat(server.posts).hasSize(2);
        assertThat(server.posts.get(1).body()).isEqualTo(server.posts.get(0).body());
        assertThat(server.posts.get(1).idempotencyKey())
                .isEqualTo(server.posts.get(0).idempotencyKey())
                .matches("[0-9a-f]{64}");
        assertThat(server.jobCount()).isEqualTo(1);
        assertThat(server.charged.values()).containsOnly(1);
    }

    @Test
    void rateLimit_delaysTheRun() throws Exception {
        server.fault = number -> number == 1 ? RATE_LIMITED : NONE;
        execute(urls(0, 10));

        assertThat(handled()).hasSize(10);
        assertThat(server.simulation.time.elapsed()).isGreaterThan(Duration.ofSeconds(50));
    }

    @Test
    void jobSlots_areLearnedFromTheServer() throws Exception {
        server.maxActive = 3;
        execute(urls(0, 12_000));

        assertThat(server.mostActive).isEqualTo(3);
        assertThat(handled()).hasSize(12_000);
        // One rejection teaches the limit; 4 waves of 20 s, and the results between them.
        assertThat(server.posts).hasSize(13);
        assertThat(server.simulation.time.elapsed()).isLessThan(Duration.ofSeconds(100));
    }

    @Test
    void jobSlots_freedByOthers_areUsedAfterAMinute() throws Exception {
        server.maxActive = 3;
        server.othersActive = 3;
        server.jobTime = Duration.ofMinutes(10);
        server.simulation.later(Duration.ofMinutes(5), () -> server.othersActive = 0);
        execute(urls(0, 3000));

        assertThat(server.mostActive).isEqualTo(3);
        assertThat(server.posts.size()).isLessThan(16);
        assertThat(server.simulation.time.elapsed()).isLessThan(Duration.ofMinutes(17));
    }

    @Test
    void maxActiveJobs_isKept() throws Exception {
        server.run(reader -> run(reader, urls(0, 6000)).maxActiveJobs(2).build().execute());

        assertThat(server.mostActive).isEqualTo(2);
        assertThat(server.posts).hasSize(6);
    }

    @Test
    void failedUrls_areReadAgainInRounds_thenReported() throws Exception {
        server.failure = (url, attempt) -> {
            if (url.endsWith("7")) {
                return attempt < 3 ? "busy" : null;
            }
            return url.endsWith("8") ? "gone for good" : null;
        };
        List<String> urls = urls(0, 2000);
        RunReport report = execute(urls);

        assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
        assertThat(report.failedCount()).isEqualTo(200);
        assertThat(failed(report))
                .hasSize(200)
                .allMatch(failed -> failed.url().endsWith("8")
                        && failed.reason().equals("gone for good")
                        && failed.attempts() == 3);
        assertThat(handled()).hasSize(1800).doesNotHaveDuplicates();
        // 2 shards, then one for the 400 failed URLs of both, then one again.
        assertThat(server.jobs().stream().map(job -> job.urls.size())).containsExactly(1000, 1000, 400, 400);
        assertThat(server.charged.values()).containsOnly(1);
    }

    @Test
    void noRetries_reportsAtOnce() throws Exception {
        server.failure = (url, attempt) -> "busy";
        RunReport report = server.run(
                reader -> run(reader, urls(0, 5)).maxRetries(0).build().execute());

        assertThat(server.jobCount()).isEqualTo(1);
        assertThat(report.failedCount()).isEqualTo(5);
    }

    @Test
    void jobThatFails_itsRestIsReadInTheNextRound() throws Exception {
        server.status = number -> number == 1 ? "failed" : "completed";
        RunReport report = execute(urls(0, 10));

        assertThat(report.stored()).isEqualTo(10);
        assertThat(server.jobs().stream().map(job -> job.urls.size())).containsExactly(10, 5);
        assertThat(server.charged.values()).containsOnly(1);
    }

    @Test
    void cancelledJob_isNoticedWithoutAnEvent() throws Exception {
        server.status = number -> number == 1 ? "cancelled" : "completed";
        assertThat(execute(urls(0, 10)).stored()).isEqualTo(10);
    }

    @Test
    void blockedUrl_isLeftOutInTheNextGeneration() throws Exception {
        server.fault = number -> number == 1 ? SECOND_URL_BLOCKED : number == 2 ? THIRD_URL_INVALID : NONE;
        RunReport report = execute(urls(0, 6));

        assertThat(handled())
                .containsExactly(
                        "https://a.example/0", "https://a.example/2", "https://a.example/4", "https://a.example/5");
        assertThat(failed(report))
                .extracting(FailedUrl::url)
                .containsExactlyInAnyOrder("https://a.example/1", "https://a.example/3");
        assertThat(failed(report)).anyMatch(failed -> failed.reason().equals("no such host"));
        assertThat(server.posts.stream().map(RawServer.Request::idempotencyKey)).doesNotHaveDuplicates();
    }

    @Test
    void definiteRefusal_endsTheCall_andTheRunResumes() throws Exception {
        server.fault = number -> number == 2 ? UNAUTHENTICATED : NONE;
        RunReport report = server.run(reader -> {
            BatchRun run = run(reader, urls(0, 3000)).build();
            assertThatExceptionOfType(UnauthenticatedException.class).isThrownBy(run::execute);
            return run.execute();
        });
        assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
        assertThat(handled()).hasSize(3000);
        assertThat(server.charged.values()).containsOnly(1);
    }

    @Test
    void creditLimit_isNotPassed_overRestarts() throws Exception {
        server.run(reader -> {
            RunReport first =
                    run(reader, urls(0, 5000)).creditLimit(2500).build().execute();
            assertThat(first.outcome()).isEqualTo(RunOutcome.CREDIT_LIMIT_REACHED);
            assertThat(first.creditsUsed()).isEqualTo(2000);
            assertThat(first.openShards()).isEqualTo(3);
            RunReport second =
                    run(reader, urls(0, 5000)).creditLimit(2999).build().execute();
            assertThat(second.creditsUsed()).isEqualTo(2000);
            RunReport third =
                    run(reader, urls(0, 5000)).creditLimit(5000).build().execute();
            assertThat(third.outcome()).isEqualTo(RunOutcome.COMPLETED);
            return third;
        });
        assertThat(server.charged.values().stream().mapToInt(n -> n).sum()).isEqualTo(5000);
    }

    @Test
    void creditLimit_roomThatFailedPagesLeave_isUsed() throws Exception {
        server.failure = (url, attempt) -> url.endsWith("5") ? "no" : null;
        RunReport report = server.run(reader -> run(reader, urls(0, 2000))
                .creditLimit(1900)
                .maxRetries(0)
                .build()
                .execute());

        // The second job may cost 1,000, and the first has cost 900.
        assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
        assertThat(report.creditsUsed()).isEqualTo(1800);
    }

    @Test
    void creditsThatTheServerDoesNotTell_areCountedAtTheHighestPrice() throws Exception {
        server.tellsCredits = false;
        RunReport report = server.run(
                reader -> run(reader, urls(0, 10)).maxCreditsPerPage(3).build().execute());

        assertThat(report.creditsUsed()).isEqualTo(30);
    }

    @Test
    void insufficientCredits_stopTheRun_whichResumes() throws Exception {
        server.fault = number -> number == 2 ? INSUFFICIENT_CREDITS : NONE;
        server.run(reader -> {
            BatchRun run = run(reader, urls(0, 3000)).build();
            RunReport report = run.execute();
            assertThat(report.outcome()).isEqualTo(RunOutcome.INSUFFICIENT_CREDITS);
            assertThat(report.stored()).isEqualTo(1000);
            assertThat(run.execute().outcome()).isEqualTo(RunOutcome.COMPLETED);
            return report;
        });
        assertThat(handled()).hasSize(3000);
    }

    @Test
    @Tag("drill")
    void outageOf25Hours_parksTheRequestInFlight_andChargesNothingTwice() throws Exception {
        server.jobTime = Duration.ofMinutes(5);
        server.maxActive = 2;
        // The second request is processed, but its response is lost, and then the server is down.
        server.fault = number -> {
            if (number == 2) {
                server.down(true);
                server.simulation.later(Duration.ofHours(25), () -> server.down(false));
                return LOST_RESPONSE;
            }
            return NONE;
        };
        RunReport report = execute(urls(0, 4000));

        assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
        assertThat(report.unknownShards())
                .singleElement()
                .satisfies(unknown -> assertThat(unknown.shard()).isEqualTo(1))
                .satisfies(unknown -> assertThat(unknown.urls()).isEqualTo(1000))
                .satisfies(unknown -> assertThat(unknown.jobId()).isNull())
                .satisfies(unknown -> assertThat(unknown.reason()).contains("23 hours"));
        assertThat(report.stored()).isEqualTo(3000);
        assertThat(report.creditsReserved()).isEqualTo(1000);
        assertThat(server.charged.values()).containsOnly(1);
        assertThat(server.simulation.time.elapsed()).isGreaterThan(Duration.ofHours(25));
    }

    @Test
    @Tag("drill")
    void requestThatNeverLeft_isSentAfterTheOutage() throws Exception {
        server.simulation.later(Duration.ofSeconds(1), () -> server.down(true));
        server.simulation.later(Duration.ofHours(25), () -> server.down(false));
        server.maxActive = 1;
        RunReport report = execute(urls(0, 2000));

        assertThat(report.unknownShards()).isEmpty();
        assertThat(report.stored()).isEqualTo(2000);
        assertThat(server.charged.values()).containsOnly(1);
    }

    @Test
    @Tag("drill")
    void unknownShard_isContinuedOnceItsJobIsFound() throws Exception {
        server.fault = number -> {
            server.down(true);
            return LOST_RESPONSE;
        };
        server.run(reader -> {
            BatchRun run = run(reader, urls(0, 10)).build();
            UnknownShard unknown = run.execute().unknownShards().get(0);
            server.down(false);
            assertThat(run.processShard(0)).isEqualTo(ShardStatus.UNKNOWN);
            assertThat(run.jobFound(unknown.shard(), "job_1")).isTrue();
            RunReport report = run.execute();
            assertThat(report.unknownShards()).isEmpty();
            assertThat(report.stored()).isEqualTo(10);
            assertThat(report.creditsUsed()).isEqualTo(10);
            assertThat(report.creditsReserved()).isZero();
            return report;
        });
        assertThat(server.jobCount()).isEqualTo(1);
    }

    @Test
    void jobThatNoLongerExists_isUnknown() throws Exception {
        server.simulation.later(Duration.ofSeconds(10), () -> server.forget("job_1"));
        RunReport report = execute(urls(0, 10));

        assertThat(report.unknownShards())
                .singleElement()
                .satisfies(unknown -> assertThat(unknown.jobId()).isEqualTo("job_1"));
        assertThat(server.jobCount()).isEqualTo(1);
    }

    @Test
    void webhookOfTheRequest_namesTheShard() throws Exception {
        server.run(reader -> run(reader, urls(0, 1500))
                .request(batch -> batch.webhook(JobWebhook.of("https://hooks.example/in?x=1")))
                .build()
                .execute());

        assertThat(server.posts.get(1).body())
                .contains("https://hooks.example/in?x=1&reader_run=run&reader_shard=1&reader_generation=0");
    }

    @Test
    void handlerThatFails_endsTheCall_andSeesThePagesAgain() throws Exception {
        Set<String> broken = Collections.synchronizedSet(new HashSet<>());
        server.run(reader -> {
            BatchRun run = reader.batchRun("run")
                    .urls(urls(0, 250))
                    .ledger(ledger)
                    .onPage(page -> {
                        if (page.url().endsWith("/150") && broken.add(page.url())) {
                            throw new IOException("disk full");
                        }
                        pages.add(page);
                    })
                    .build();
            assertThatThrownBy(run::execute)
                    .hasMessageContaining("https://a.example/150")
                    .hasMessageContaining("disk full");
            return run.execute();
        });
        assertThat(pages.stream().map(RunPage::key).collect(Collectors.toSet())).hasSize(250);
        // At least once: the part in which the handler failed was not noted.
        assertThat(handled()).hasSizeGreaterThan(250);
        assertThat(server.charged.values()).containsOnly(1);
        assertThat(server.jobCount()).isEqualTo(1);
    }

    @Test
    void comparedWith_tellsNewChangedUnchangedAndGone() throws Exception {
        execute(urls(0, 100));
        pages.clear();
        server.content = url -> url.endsWith("9") ? "other" : "content of " + url;
        RunReport report = server.run(reader -> reader.batchRun("next")
                .urls(urls(50, 150))
                .ledger(ledger)
                .comparedWith("run")
                .onlyChanged()
                .onPage(page -> pages.add(page))
                .build()
                .execute());

        assertThat(report.newPages()).isEqualTo(50);
        assertThat(report.changedPages()).isEqualTo(5);
        assertThat(report.unchangedPages()).isEqualTo(45);
        assertThat(report.gone()).containsExactlyElementsOf(urls(0, 50));
        assertThat(pages).hasSize(55);
        assertThat(pages.stream().map(RunPage::change).map(Enum::name).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("NEW", "CHANGED");
    }

    @Test
    void estimate_tellsJobsRequestsAndCredits_withoutARequest() throws Exception {
        server.run(reader -> {
            var estimate = run(reader, urls(0, 2500))
                    .request(batch -> batch.proxyMode(ProxyMode.PREMIUM))
                    .build()
                    .estimate();
            assertThat(estimate.urls()).isEqualTo(2500);
            assertThat(estimate.jobs()).isEqualTo(3);
            assertThat(estimate.requests()).isEqualTo(31);
            assertThat(estimate.maxCredits()).isEqualTo(7500);
            return estimate;
        });
        assertThat(server.requests()).isZero();
    }

    @Test
    void processShard_isIdempotent_andRoundsFollow() throws Exception {
        server.failure = (url, attempt) -> url.endsWith("3") && attempt == 1 ? "busy" : null;
        server.run(reader -> {
            BatchRun run = run(reader, urls(0, 1500)).build();
            run.plan();
            List<Integer> first = run.pendingShards();
            for (int shard : first) {
                assertThat(run.processShard(shard)).isEqualTo(ShardStatus.STORED);
                assertThat(run.processShard(shard)).isEqualTo(ShardStatus.STORED);
            }
            List<Integer> second = run.pendingShards();
            assertThat(second).containsExactly(2);
            assertThat(run.processShard(2)).isEqualTo(ShardStatus.STORED);
            assertThat(run.pendingShards()).isEmpty();
            return run.report();
        });
        assertThat(handled()).hasSize(1500).doesNotHaveDuplicates();
        assertThat(server.jobCount()).isEqualTo(3);
    }

    @Test
    void progress_tellsRateAndTimeLeft() throws Exception {
        List<RunProgress> reports = new ArrayList<>();
        server.maxActive = 1;
        server.run(reader ->
                run(reader, urls(0, 5000)).onProgress(reports::add).build().execute());

        assertThat(reports).anySatisfy(progress -> {
            assertThat(progress.timeLeft()).isBetween(Duration.ofSeconds(20), Duration.ofMinutes(3));
            assertThat(progress.pagesPerMinute()).isBetween(1000.0, 4000.0);
        });
        RunProgress last = reports.get(reports.size() - 1);
        assertThat(last.stored()).isEqualTo(5000);
        assertThat(last.creditsUsed()).isEqualTo(5000);
        assertThat(last.activeJobs()).isZero();
        assertThat(last.timeLeft()).isEqualTo(Duration.ZERO);
    }

    @Test
    void interrupt_leavesTheRunResumable() throws Exception {
        server.run(reader -> {
            BatchRun run = run(reader, urls(0, 3000)).build();
            Thread thread = Thread.currentThread();
            server.simulation.later(Duration.ofSeconds(10), thread::interrupt);
            assertThatExceptionOfType(ReaderInterruptedException.class).isThrownBy(run::execute);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(run.report().outcome()).isEqualTo(RunOutcome.INCOMPLETE);
            return run.execute();
        });
        assertThat(handled()).hasSize(3000).doesNotHaveDuplicates();
        assertThat(server.charged.values()).containsOnly(1);
        assertThat(server.jobCount()).isEqualTo(3);
    }

    @Test
    void closedClient_leavesTheRunResumable() throws Exception {
        server.run(reader -> {
            try (ReaderClient other = server.simulation.server.builder().build()) {
                server.simulation.later(Duration.ofSeconds(10), other::close);
                assertThatThrownBy(() -> run(other, urls(0, 3000)).build().execute())
                        .hasMessageContaining("the client was closed");
            }
            return run(reader, urls(0, 3000)).build().execute();
        });
        assertThat(handled()).hasSize(3000).doesNotHaveDuplicates();
        assertThat(server.jobCount()).isEqualTo(3);
    }

    @Test
    void requestsThatAreNotSent_areRepeated() throws Exception {
        server.fault = number -> number < 4 ? NOT_SENT : NONE;
        execute(urls(0, 10));

        assertThat(handled()).hasSize(10);
    }

    @Test
    void otherOptions_areRejectedOnResume() throws Exception {
        server.run(reader -> {
            run(reader, urls(0, 10)).build().plan();
            assertThatThrownBy(() -> run(reader, urls(0, 10))
                            .request(batch -> batch.formats(Format.HTML))
                            .build()
                            .execute())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("formats")
                    .hasMessageContaining("another run id");
            return 0;
        });
    }
}
