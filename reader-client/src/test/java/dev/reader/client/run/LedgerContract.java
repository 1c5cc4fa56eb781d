package dev.reader.client.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that every ledger must pass. */
@Timeout(300)
abstract class LedgerContract {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] OPTIONS = "{}".getBytes(StandardCharsets.UTF_8);

    final LedgerStore ledger = store();

    abstract LedgerStore store();

    static Hash128 hash(int i) {
        return Hash128.of("https://a.example/" + i);
    }

    private static List<Hash128> hashes(int from, int to) {
        return IntStream.range(from, to).mapToObj(LedgerContract::hash).toList();
    }

    private static byte[] request(int shard) {
        return ("{\"shard\": " + shard + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static UrlFailure failure(int url, String reason, int round) {
        return new UrlFailure(hash(url), "https://a.example/" + url, reason, round, true);
    }

    /** Plans shards of ten URLs. */
    void plan(String run, int shards) {
        long plan = ledger.startPlan(run, OPTIONS, NOW);
        for (int i = 0; i < shards; i++) {
            ledger.addShard(run, plan, new PlannedShard(i, 0, request(i), hashes(10 * i, 10 * i + 10)));
        }
        ledger.finishPlan(run, plan, 10L * shards, 3, 1, shards);
    }

    private void store(String run, int shard, int url, int content) {
        ledger.inShard(run, shard, transaction -> {
            transaction.note(new PartNotes(List.of(new PartNotes.Stored(hash(url), hash(content))), List.of(), 0, 0));
            return 0;
        });
    }

    private void fail(String run, int shard, UrlFailure... failures) {
        ledger.inShard(run, shard, transaction -> {
            transaction.note(PartNotes.ofFailures(List.of(failures)));
            return 0;
        });
    }

    private UrlState state(String run, int shard, int url) {
        return ledger.inShard(run, shard, transaction -> transaction.states(run, List.of(hash(url))))
                .get(hash(url));
    }

    @Test
    void plan_isReadAsItWasWritten() {
        plan("a", 3);

        RunRecord run = ledger.find("a");
        assertThat(run.planned()).isTrue();
        assertThat(run.urls()).isEqualTo(30);
        assertThat(run.duplicates()).isEqualTo(3);
        assertThat(run.rejected()).isEqualTo(1);
        assertThat(run.shards()).isEqualTo(3);
        assertThat(run.options()).isEqualTo(OPTIONS);
        assertThat(ledger.openShards("a")).extracting(ShardRecord::number).containsExactly(0, 1, 2);
        assertThat(ledger.request("a", 1)).isEqualTo(request(1));
        assertThat(ledger.planned("a", hashes(25, 1200))).containsExactlyInAnyOrderElementsOf(hashes(25, 30));
        assertThat(ledger.shard("a", 3)).isNull();
        assertThat(ledger.find("b")).isNull();
    }

    @Test
    void startPlan_removesAnUnfinishedPlan() {
        long unfinished = ledger.startPlan("a", OPTIONS, NOW);
        ledger.addShard("a", unfinished, new PlannedShard(0, 0, request(0), hashes(0, 10)));
        plan("a", 1);

        assertThat(ledger.openShards("a")).hasSize(1);
    }

    @Test
    void planThatWasStartedAgain_writesNothing() {
        long first = ledger.startPlan("a", OPTIONS, NOW);
        long second = ledger.startPlan("a", OPTIONS, NOW);
        PlannedShard shard = new PlannedShard(0, 0, request(0), hashes(0, 10));
        assertThatIllegalStateException()
                .isThrownBy(() -> ledger.addShard("a", first, shard))
                .withMessageContaining("another call of plan()");
        assertThatIllegalStateException().isThrownBy(() -> ledger.addRejected("a", first, List.of()));
        assertThatIllegalStateException().isThrownBy(() -> ledger.finishPlan("a", first, 0, 0, 0, 0));
        ledger.addShard("a", second, shard);
        ledger.finishPlan("a", second, 10, 0, 0, 1);

        assertThat(ledger.openShards("a")).hasSize(1);
        assertThat(ledger.find("a").planned()).isTrue();
    }

    @Test
    void finishedPlan_isNotStartedAgain() {
        plan("a", 2);
        assertThatIllegalStateException()
                .isThrownBy(() -> ledger.startPlan("a", OPTIONS, NOW))
                .withMessageContaining("planned by another call of plan()");
        assertThat(ledger.openShards("a")).hasSize(2);
    }

    @Test
    void sending_isNotedOnce_andReservesItsCost() {
        plan("a", 2);
        assertThat(ledger.beginSending("a", 0, "key", NOW, 10, 15L)).isTrue();
        assertThat(ledger.beginSending("a", 0, "other", NOW.plusSeconds(9), 10, 15L))
                .isTrue();

        ShardRecord shard = ledger.shard("a", 0);
        assertThat(shard.state()).isEqualTo(ShardState.SENDING);
        assertThat(shard.key()).isEqualTo("key");
        assertThat(shard.firstSentAt()).isEqualTo(NOW);
        assertThat(ledger.find("a").reserved()).isEqualTo(10);
        assertThat(ledger.beginSending("a", 1, "key", NOW, 6, 15L)).isFalse();
        assertThat(ledger.beginSending("a", 1, "key", NOW, 5, 15L)).isTrue();
    }

    @Test
    void revokedSending_releasesItsCost() {
        plan("a", 1);
        ledger.beginSending("a", 0, "key", NOW, 10, null);
        ledger.revokeSending("a", 0);
        ledger.revokeSending("a", 0);

        assertThat(ledger.shard("a", 0).state()).isEqualTo(ShardState.PLANNED);
        assertThat(ledger.shard("a", 0).key()).isNull();
        assertThat(ledger.find("a").reserved()).isZero();
    }

    @Test
    void settledShard_isNotSettledAgain() {
        plan("a", 1);
        ledger.beginSending("a", 0, "key", NOW, 10, null);
        ledger.running("a", 0, "job_1");
        ledger.settle("a", 0, ShardState.STORED, 7);
        ledger.settle("a", 0, ShardState.STORED, 7);
        ledger.park("a", 0, "late");
        ledger.running("a", 0, "job_2");

        assertThat(ledger.shard("a", 0).state()).isEqualTo(ShardState.STORED);
        assertThat(ledger.shard("a", 0).jobId()).isEqualTo("job_1");
        assertThat(ledger.find("a").spent()).isEqualTo(7);
        assertThat(ledger.find("a").reserved()).isZero();
        assertThat(ledger.openShards("a")).isEmpty();
    }

    @Test
    void unknownShard_keepsItsReservation_andCanContinue() {
        plan("a", 1);
        ledger.beginSending("a", 0, "key", NOW, 10, null);
        ledger.park("a", 0, "why\0");

        assertThat(ledger.unknownShards("a")).singleElement().satisfies(shard -> {
            assertThat(shard.reason()).startsWith("why");
            assertThat(shard.key()).isEqualTo("key");
        });
        assertThat(ledger.find("a").reserved()).isEqualTo(10);
        ledger.running("a", 0, "job_1");
        assertThat(ledger.openShards("a")).extracting(ShardRecord::jobId).containsExactly("job_1");
    }

    @Test
    void pages_areNotedWithTheirContent_andForgetTheirFailure() {
        plan("a", 1);
        fail("a", 0, failure(1, "busy", 0), failure(2, "busy\0", 0));
        assertThat(state("a", 0, 1).failedRound()).isZero();
        assertThat(ledger.totals("a").failed()).isEqualTo(2);
        store("a", 0, 1, 77);

        assertThat(state("a", 0, 1).contentHash()).isEqualTo(hash(77));
        assertThat(state("a", 0, 3).isStored()).isFalse();
        assertThat(ledger.totals("a").stored()).isEqualTo(1);
        assertThat(ledger.totals("a").failed()).isEqualTo(1);
        assertThat(ledger.allFailures("a")).singleElement().satisfies(failure -> {
            assertThat(failure.url()).isEqualTo("https://a.example/2");
            assertThat(failure.reason()).startsWith("busy");
        });
    }

    @Test
    void manyFailures_areIteratedInTheOrderOfTheirHashes() {
        plan("a", 11);
        for (int i = 0; i < 11; i++) {
            List<UrlFailure> failures = new ArrayList<>();
            for (int url = 100 * i; url < 100 * i + 100; url++) {
                failures.add(failure(url, "busy", 0));
            }
            fail("a", i, failures.toArray(UrlFailure[]::new));
        }
        List<Hash128> hashes = new ArrayList<>();
        ledger.allFailures("a").forEach(failure -> hashes.add(failure.hash()));
        assertThat(hashes).hasSize(1100).isSorted();
    }

    @Test
    void nextRound_takesTheRetryableFailures_onceTheRoundIsSettled() {
        plan("a", 2);
        fail("a", 0, failure(1, "busy", 0), failure(2, "busy", 0), failure(3, "busy", 0));
        fail("a", 1, new UrlFailure(hash(11), "https://a.example/11", "blocked", 0, false));
        ledger.beginSending("a", 0, "key", NOW, 10, null);
        ledger.settle("a", 0, ShardState.STORED, 7);
        LedgerStore.RoundPlan plan = (number, urls) -> (number + " " + urls.size()).getBytes(StandardCharsets.UTF_8);
        ledger.planNextRound("a", 1, 2, plan);
        assertThat(ledger.find("a").round()).isZero();

        ledger.beginSending("a", 1, "key", NOW, 10, null);
        ledger.park("a", 1, "lost");
        ledger.planNextRound("a", 0, 2, plan);
        assertThat(ledger.find("a").round()).isZero();
        ledger.planNextRound("a", 1, 2, plan);
        ledger.planNextRound("a", 1, 2, plan);

        assertThat(ledger.find("a").round()).isEqualTo(1);
        assertThat(ledger.openShards("a")).extracting(ShardRecord::number).containsExactly(2, 3);
        assertThat(ledger.shard("a", 3).round()).isEqualTo(1);
        assertThat(new String(ledger.request("a", 2), StandardCharsets.UTF_8)).isEqualTo("2 2");
        assertThat(new String(ledger.request("a", 3), StandardCharsets.UTF_8)).isEqualTo("3 1");
    }

    @Test
    void nextGeneration_replacesTheRequest() {
        plan("a", 1);
        ledger.beginSending("a", 0, "key", NOW, 10, null);
        ledger.nextGeneration("a", 0, request(99), 9, List.of(failure(4, "blocked", 0)));

        ShardRecord shard = ledger.shard("a", 0);
        assertThat(shard.state()).isEqualTo(ShardState.PLANNED);
        assertThat(shard.generation()).isEqualTo(1);
        assertThat(shard.urls()).isEqualTo(9);
        assertThat(ledger.request("a", 0)).isEqualTo(request(99));
        assertThat(ledger.find("a").reserved()).isZero();
        assertThat(ledger.totals("a").failed()).isEqualTo(1);
    }
}
