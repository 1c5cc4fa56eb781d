package dev.reader.client;

import dev.reader.client.ModelJob.Attempt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Lays out when the pages of a job are attempted, and how each attempt ends. Times are milliseconds. */
final class ModelTimeline {
    final List<Attempt> attempts = new ArrayList<>();
    /** When an earlier run ended and the job was queued again; never if negative. */
    final long earlierEnd;

    final long queuedAgain;
    final long end;

    private final Random random;
    private final int pages;
    private final double failing;
    private final double retried;
    private final long pace;
    private long time;

    /** @param lag how long a server may take until an end shows everywhere, before which no job is queued again */
    ModelTimeline(String id, int pages, boolean completes, Choices choices, long lag) {
        this.pages = pages;
        random = choices.random("timeline of " + id);
        failing = choices.of("failed pages of " + id, 0.0, Random::nextDouble);
        retried = choices.of("retried pages of " + id, 0.0, Random::nextDouble);
        long paceOfShortJobs = choices.among("pace of " + id, 1000L, 0L, 100L, 5000L, 20_000L);
        pace = pages > 20 ? Math.min(paceOfShortJobs, 1000) : paceOfShortJobs;
        time = choices.of("queued for of " + id, 500L, wild -> (long) wild.nextInt(90_000));
        boolean again = choices.of("queued again after an end of " + id) && pages > 0;
        if (again) {
            runFirst();
            earlierEnd = time;
            time += lag + 1000 + random.nextInt(20_000);
            queuedAgain = time;
            time += 100;
        } else {
            earlierEnd = -1;
            queuedAgain = -1;
        }
        runLast(
                again ? failedPages() : null,
                completes,
                choices.of("silence of " + id, 0L, wild -> 20_000L + wild.nextInt(400_000)));
        end = time;
    }

    private void runFirst() {
        int surelyFails = random.nextInt(pages);
        for (int page : order(null, 0)) {
            pass();
            attempts.add(new Attempt(time, page, page != surelyFails && random.nextDouble() >= failing, true));
        }
        pass();
    }

    private void runLast(@Nullable List<Integer> some, boolean completes, long silence) {
        List<Integer> order = order(some, some == null ? retried : 0);
        int count = completes ? order.size() : random.nextInt(order.size() + 1);
        int quietAt = random.nextInt(order.size() + 1);
        boolean[] fails = new boolean[pages];
        for (int page = 0; page < pages; page++) {
            fails[page] = random.nextDouble() < failing;
        }
        for (int i = 0; i < count; i++) {
            pass();
            time += i == quietAt ? silence : 0;
            int page = order.get(i);
            boolean last = !order.subList(i + 1, order.size()).contains(page);
            attempts.add(new Attempt(time, page, last && !fails[page], last));
        }
        pass();
    }

    private void pass() {
        time += (long) (random.nextDouble() * 2 * pace);
    }

    private List<Integer> failedPages() {
        return attempts.stream()
                .filter(attempt -> !attempt.ok())
                .map(Attempt::page)
                .toList();
    }

    /** Pages in the order in which they are attempted; those that are retried come again. */
    private List<Integer> order(@Nullable List<Integer> some, double share) {
        List<Integer> order = new ArrayList<>();
        for (int page = 0; page < pages; page++) {
            if (some == null || some.contains(page)) {
                int tries = random.nextDouble() < share ? 2 + random.nextInt(2) : 1;
                order.addAll(Collections.nCopies(tries, page));
            }
        }
        Collections.shuffle(order, random);
        return order;
    }
}
