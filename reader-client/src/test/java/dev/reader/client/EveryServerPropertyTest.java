package dev.reader.client;

import dev.reader.client.ServerRun.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever the contract allows a server (docs/reader-api.md §3, §4), a wait and a stream give the results as they are in
 * the end, in time, and at the price that is promised.
 *
 * <p>Each seed is one server, which each call meets afresh. {@code -Dreader.seed=7 -Dreader.servers=1} repeats one of
 * them; a failure names its seed, and the few choices of that server that it takes. A drill meets more servers.
 */
class EveryServerPropertyTest {
    private static final int SERVERS = Integer.getInteger("reader.servers", 150);
    private static final int SERVERS_OF_DRILL = 2000;
    private static final long SEED = seed(System.getProperty("reader.seed", "1"));
    private static final int THREADS = 6;
    /** Where a simulation can take a late thread for one that waits, it does so hardly three times in a row. */
    private static final int CONFIRMATIONS = RunnableThreads.canBeTold() ? 0 : 2;

    @Test
    @Timeout(300)
    void waitsAndStreams_giveTheResults_inTimeAndWithinBudget(TestReporter reporter) throws InterruptedException {
        check(SERVERS, reporter);
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    @Tag("drill")
    void waitsAndStreams_giveTheResults_withManyServers(TestReporter reporter) throws InterruptedException {
        check(SERVERS_OF_DRILL, reporter);
    }

    private static void check(int servers, TestReporter reporter) throws InterruptedException {
        reporter.publishEntry("seed", String.valueOf(SEED));
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        AtomicBoolean failed = new AtomicBoolean();
        List<Future<@Nullable Void>> runs = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            long seed = SEED + i;
            for (Call call : Call.values()) {
                runs.add(pool.submit(() -> {
                    if (!failed.get()) {
                        try {
                            check(seed, call);
                        } catch (AssertionError e) {
                            failed.set(true);
                            throw e;
                        }
                    }
                    return null;
                }));
            }
        }
        try {
            for (Future<?> run : runs) {
                run.get();
            }
        } catch (ExecutionException e) {
            throw (AssertionError) e.getCause();
        } finally {
            pool.shutdownNow();
            pool.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    private static long seed(String setting) {
        return setting.equals("random") ? new Random().nextInt(Integer.MAX_VALUE) : Long.parseLong(setting);
    }

    private static void check(long seed, Call call) {
        Throwable failure = failure(seed, call, Set.of());
        for (int i = 0; failure != null && i < CONFIRMATIONS; i++) {
            failure = failure(seed, call, Set.of());
        }
        if (failure != null) {
            Set<String> calmed = calmable(seed, call);
            Throwable simplest = failure(seed, call, calmed);
            throw new AssertionError(
                    call + " fails against server " + seed + ": -Dreader.seed=" + seed + " -Dreader.servers=1\n"
                            + new ServerRun(seed, call, simplest == null ? Set.of() : calmed).server,
                    simplest == null ? failure : simplest);
        }
    }

    /** The choices that can be calm while the call fails all the same. */
    private static Set<String> calmable(long seed, Call call) {
        Set<String> calmed = new HashSet<>();
        for (String choice : new ServerRun(seed, call, Set.of()).server.choices.wild()) {
            calmed.add(choice);
            if (failure(seed, call, calmed) == null) {
                calmed.remove(choice);
            }
        }
        return calmed;
    }

    private static @Nullable Throwable failure(long seed, Call call, Set<String> calmed) {
        try {
            new ServerRun(seed, call, calmed).check();
            return null;
        } catch (Exception | AssertionError e) {
            return e;
        }
    }
}
