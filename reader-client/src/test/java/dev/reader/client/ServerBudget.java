package dev.reader.client;

import java.util.Set;

/** What a call may take in time and in requests, given the server that it met. */
final class ServerBudget {
    private static final long AFTER_CONNECTING = 10_000;
    private static final long AFTER_AN_EVENT = 60_000;
    private static final long POLLS = 1_000;
    private static final long LONGEST_INTERVAL = 300_000;
    /** Room for a backoff after a fault, or for a connection that has to be opened again. */
    private static final long FOR_A_FAULT = 5_000;

    private static final long FOR_A_CUT = 20_000;
    /** Room for a thread that the simulation took for one that waits. */
    private static final long TOLERANCE = 2_000;

    /** Choices that leave a stream regular, so that it is trusted. */
    private static final Set<String> HARMLESS = Set.of(
            "number of pages of job_1",
            "pace of job_1",
            "large pages of job_1",
            "latency",
            "ids",
            "resumes after the last id",
            "after the end",
            "replay",
            "smaller limit",
            "results in another order",
            "results tell more than the stream",
            "counts results that never come",
            "hides retried pages",
            "hides first failures",
            "another form of failures",
            "forgets earlier ends",
            "ends connections after earlier ends",
            "hides pages that are queued again");

    private final ContractServer server;
    private final ServerRun.Call call;
    private final long called;
    private final long finished;
    private final ModelConnections stream;

    /** A call that was right, but took too long or too many requests. */
    static final class Exceeded extends AssertionError {
        private static final long serialVersionUID = 1L;

        Exceeded(String message) {
            super(message);
        }
    }

    ServerBudget(ContractServer server, ServerRun.Call call, long called, long finished) {
        this.server = server;
        this.call = call;
        this.called = called;
        this.finished = finished;
        this.stream = call.isOnWorkspace()
                ? server.workspace
                : server.streams.values().iterator().next();
    }

    void check() {
        checkTime();
        // A client may take the end of an earlier run for the last frame.
        atMost("streams opened", stream.opened.get(), 1 + stream.broken.get() + stream.endsTold.get());
        atMost("questions", server.questions(), questions());
        atMost("readings of results", server.readings(), readings());
        if (isRegular()) {
            int all = stream.opened.get() + server.questions() + server.readings();
            atMost("requests of a regular job", all, call == ServerRun.Call.STREAM ? 2 : 3);
        }
    }

    private boolean isRegular() {
        return !call.isOnWorkspace() && HARMLESS.containsAll(server.choices.wild());
    }

    private void checkTime() {
        long settled = Math.max(
                called,
                server.records.values().stream()
                        .mapToLong(ModelRecord::settled)
                        .max()
                        .orElseThrow());
        long room = TOLERANCE
                + server.faults() * FOR_A_FAULT
                + server.latency() * (server.questions() + server.readings() + server.faults());
        if (settled == called && stream.sent.isEmpty() && !stream.begun.isEmpty()) {
            atMost(
                    "time until the end of a job that was over",
                    finished,
                    stream.begun.get(0) + AFTER_CONNECTING + room);
            return;
        }
        boolean quiet = silence(settled) > AFTER_AN_EVENT - 2_000;
        long notice = quiet ? LONGEST_INTERVAL + AFTER_CONNECTING : AFTER_AN_EVENT + AFTER_CONNECTING;
        long cuts = (long) server.connectionHabits.cuts() * FOR_A_CUT;
        long lag = server.recordHabits.longestLag();
        atMost("time of the end", finished, settled + notice + cuts + lag + room);
    }

    /** Of several jobs on one stream any may have been quiet. */
    private long silence(long settled) {
        return call.isOnWorkspace() ? settled - called : stream.longestSilence(settled);
    }

    /** One at the end, one a minute of silence, and after each told end until the record agrees. */
    private int questions() {
        long elapsed = finished - called;
        if (stream.dead.get() > 1) {
            return server.jobs.size() * (int) (elapsed / POLLS + 20); // a stream that dies again and again is given up
        }
        int jobs = server.jobs.size();
        int ends = stream.endsTold.get();
        int each = 3 + (int) (elapsed / 60_000) + (ends > 0 ? Backoffs.within(elapsed) : 0);
        return jobs * each + ends;
    }

    /**
     * One for each 100 results, again while they lag; more where the server gives fewer, or they are too large. A list that
     * announces more than it has costs one request at its end, and perhaps a page that was prefetched in vain.
     */
    private int readings() {
        int requests = 0;
        for (ModelRecord record : server.records.values()) {
            int results = record.results().size();
            int reading = results / record.largestLimit() + 3;
            boolean large = server.jobs.values().stream().anyMatch(ModelJob::isLarge);
            requests += record.readingsAtMost() * (large ? 2 * results + 8 : reading);
        }
        return requests;
    }

    private static void atMost(String what, long actual, long limit) {
        if (actual > limit) {
            throw new Exceeded(what + ": " + actual + ", at most " + limit);
        }
    }
}
