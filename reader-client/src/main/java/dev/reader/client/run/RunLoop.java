package dev.reader.client.run;

import dev.reader.client.error.ConcurrencyLimitedException;
import dev.reader.client.error.InsufficientCreditsException;
import dev.reader.client.error.NotFoundException;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.internal.http.ClientResources;
import dev.reader.client.internal.http.Deadline;
import dev.reader.client.internal.http.DeadlineException;
import dev.reader.client.internal.jobs.JobsMonitor;
import dev.reader.client.model.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Processes shards until they are settled, or until no further one may be sent.
 *
 * <p>Everything that touches the ledger or the handler runs on the calling thread: it takes one event after the other from a
 * {@link JobsMonitor}, whose workers, threads of the client, only send requests. {@link #close} ends them, so nothing changes
 * once this is closed. The calling thread blocks in {@link JobsMonitor#step}, the ledger and the handler.
 */
final class RunLoop implements JobsMonitor.Listener, AutoCloseable {
    /** Jobs whose results are read at the same time; each holds one part while another one is handled. */
    private static final int MAX_STORING = 2;
    /** If storing is slower than reading, no further job is started; its results would only age. */
    private static final int MAX_ENDED = 32;

    /** A lease is renewed as many times as this before it would end. */
    private static final int RENEWALS = 3;

    private final RunConfig run;
    private final @Nullable ShardLease lease;
    private final LedgerStore ledger;
    private final ClientResources resources;
    private final ShardSender sender;
    private final ResultStorer storer;
    private final ShardRefusals refusals;
    private final JobSlots slots;
    private final RunMeter meter;
    private final JobsMonitor monitor;

    private final Deque<Integer> toSend = new ArrayDeque<>();
    private final Map<String, Integer> running = new HashMap<>();
    private final Deque<Job> ended = new ArrayDeque<>();
    private final Set<String> storing = new HashSet<>();
    private Deadline renewal;
    private boolean sending;
    private boolean creditLimited;
    private RunOutcome stop = RunOutcome.COMPLETED;

    /** @param lease the lease of the shard, or null; the calling thread renews it */
    RunLoop(RunConfig run, @Nullable ShardLease lease) {
        this.run = run;
        this.lease = lease;
        this.ledger = run.ledger();
        this.resources = run.transport().resources();
        this.sender = new ShardSender(run.transport(), run.request().secret());
        this.storer = new ResultStorer(run);
        this.refusals = new ShardRefusals(run);
        this.slots = new JobSlots(run.maxActiveJobs(), resources.time());
        this.meter = new RunMeter(run);
        this.monitor = new JobsMonitor(run.transport(), run.toString(), this);
        this.renewal = nextRenewal();
    }

    private Deadline nextRenewal() {
        return lease == null
                ? Deadline.never()
                : Deadline.after(lease.duration().dividedBy(RENEWALS), resources.time());
    }

    private void renewLease() {
        if (lease != null && renewal.hasPassed()) {
            lease.renew();
            renewal = nextRenewal();
        }
    }

    /** Processes the shards. Returns COMPLETED if all of them are settled, else why some are left. */
    RunOutcome process(Collection<ShardRecord> shards) {
        for (ShardRecord shard : shards) {
            if (shard.state() == ShardState.RUNNING) {
                watch(Objects.requireNonNull(shard.jobId()), shard.number(), false);
            } else {
                toSend.add(shard.number());
            }
        }
        sendNext();
        while (sending || !running.isEmpty() || !toSend.isEmpty() || !ended.isEmpty() || !storing.isEmpty()) {
            if (isStopped()) {
                break;
            }
            monitor.step(canSend() ? slots.nextProbe().orSooner(renewal) : renewal);
            renewLease();
            sendNext();
            storeNext();
            meter.report(running.size());
        }
        meter.reportNow(running.size());
        return toSend.isEmpty() ? RunOutcome.COMPLETED : stop;
    }

    /** Returns whether nothing is under way, and what is left may not be sent. */
    private boolean isStopped() {
        boolean idle = !sending && running.isEmpty() && ended.isEmpty() && storing.isEmpty();
        return idle && stop != RunOutcome.COMPLETED;
    }

    private boolean canSend() {
        return !sending
                && !toSend.isEmpty()
                && ended.size() < MAX_ENDED
                && !creditLimited
                && stop != RunOutcome.INSUFFICIENT_CREDITS;
    }

    private void sendNext() {
        while (canSend() && slots.isFree(running.size())) {
            send(toSend.remove());
        }
    }

    private void send(int number) {
        ShardRecord shard = Objects.requireNonNull(ledger.shard(run.runId(), number));
        if (shard.state() == ShardState.RUNNING) {
            watch(Objects.requireNonNull(shard.jobId()), number, false);
        } else if (shard.state() == ShardState.SENDING) {
            sendAgain(shard);
        } else if (shard.state() == ShardState.PLANNED) {
            sendFirst(shard);
        }
    }

    private void sendFirst(ShardRecord shard) {
        byte[] body = ledger.request(run.runId(), shard.number());
        String key = RunRequest.key(run.runId(), shard.number(), shard.generation(), body);
        Instant now = resources.time().now();
        long cost = (long) shard.urls() * run.maxCreditsPerPage();
        if (!ledger.beginSending(run.runId(), shard.number(), key, now, cost, run.creditLimit())) {
            // A job that ends cheaper than it might have been makes room.
            creditLimited = true;
            stop = RunOutcome.CREDIT_LIMIT_REACHED;
            toSend.addFirst(shard.number());
            return;
        }
        sending = true;
        monitor.ask(() -> sender.sendFirst(key, body), sent -> sent(shard.number(), sent), failure -> {
            throw failure;
        });
    }

    private void sendAgain(ShardRecord shard) {
        Instant firstSentAt = Objects.requireNonNull(shard.firstSentAt());
        Duration age = Duration.between(firstSentAt, resources.time().now());
        if (age.compareTo(ShardSender.KEY_LIFETIME) >= 0) {
            parkUnsent(shard.number());
            return;
        }
        byte[] body = ledger.request(run.runId(), shard.number());
        String key = Objects.requireNonNull(shard.key());
        sending = true;
        monitor.ask(() -> sender.sendAgain(key, body, firstSentAt), sent -> sent(shard.number(), sent), failure -> {
            throw failure;
        });
    }

    private void parkUnsent(int number) {
        ledger.park(
                run.runId(),
                number,
                "no job id after " + ShardSender.KEY_LIFETIME.toHours()
                        + " hours; its job may exist, and its idempotency key may have expired");
    }

    private void sent(int number, ShardSender.Sent sent) {
        sending = false;
        Job job = sent.job();
        if (job == null) {
            notSent(number, Objects.requireNonNull(sent.failure()), sent.mayExist());
            return;
        }
        ledger.running(run.runId(), number, job.id());
        watch(job.id(), number, !sent.mayExist());
        slots.accepted(running.size());
    }

    private void notSent(int number, RuntimeException failure, boolean mayExist) {
        if (failure instanceof DeadlineException) {
            parkUnsent(number);
            return;
        }
        if (failure instanceof ReaderApiException error && refusals.leaveOutUrls(number, error)) {
            toSend.addFirst(number);
            return;
        }
        if (!mayExist) {
            ledger.revokeSending(run.runId(), number);
        }
        if (failure instanceof ConcurrencyLimitedException limited) {
            slots.rejected(running.size(), limited.max());
            toSend.addFirst(number);
        } else if (failure instanceof InsufficientCreditsException) {
            stop = RunOutcome.INSUFFICIENT_CREDITS;
            toSend.addFirst(number);
        } else {
            throw failure;
        }
    }

    private void watch(String jobId, int number, boolean isNew) {
        running.put(jobId, number);
        monitor.add(jobId, isNew);
    }

    @Override
    public void ended(Job record) {
        ended.add(record);
        storeNext();
    }

    @Override
    public void broken(String jobId, ReaderException cause) {
        lost(jobId, cause);
    }

    /** The job or its results can't be read. */
    private void lost(String jobId, RuntimeException cause) {
        int number = Objects.requireNonNull(running.remove(jobId));
        if (cause instanceof NotFoundException) {
            ledger.park(run.runId(), number, "job " + jobId + " no longer exists: " + cause.getMessage());
        } else {
            throw cause;
        }
    }

    private void storeNext() {
        while (storing.size() < MAX_STORING && !ended.isEmpty()) {
            store(ended.remove());
        }
    }

    private void store(Job job) {
        int number = Objects.requireNonNull(running.get(job.id()));
        ShardRecord shard = Objects.requireNonNull(ledger.shard(run.runId(), number));
        ShardUrls urls = new ShardUrls(RunRequest.urls(ledger.request(run.runId(), number)));
        storing.add(job.id());
        monitor.readResults(
                job,
                pages -> {
                    meter.noted(storer.store(shard, urls, pages));
                    meter.report(running.size());
                },
                last -> stored(shard, urls, last),
                failure -> {
                    storing.remove(job.id());
                    lost(job.id(), failure);
                });
    }

    private void stored(ShardRecord shard, ShardUrls urls, Job job) {
        storing.remove(job.id());
        if (!job.status().isTerminal()) {
            monitor.add(job.id(), false);
            return;
        }
        storer.finish(shard, urls, job);
        running.remove(job.id());
        creditLimited = false;
        if (stop == RunOutcome.CREDIT_LIMIT_REACHED) {
            stop = RunOutcome.COMPLETED;
        }
    }

    @Override
    public void close() {
        monitor.close();
    }
}
