package dev.reader.client.internal.jobs;

import dev.reader.client.internal.http.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The jobs that a {@link JobsWait} waits for, one of them perhaps several times. Used by its consuming thread. */
final class AwaitedJobs {
    private final Map<JobWatch, AwaitedJob> jobs = new LinkedHashMap<>();
    private final Map<String, List<JobWatch>> watches = new LinkedHashMap<>();

    void put(JobWatch watch, AwaitedJob job) {
        jobs.put(watch, job);
        watches.computeIfAbsent(job.jobId, id -> new ArrayList<>(1)).add(watch);
    }

    /** Returns the job that was waited for, or null if it no longer is. */
    @Nullable
    AwaitedJob remove(JobWatch watch) {
        watches.computeIfPresent(watch.jobId(), (id, all) -> {
            all.remove(watch);
            return all.isEmpty() ? null : all;
        });
        return jobs.remove(watch);
    }

    /** Returns the job of a watch, or null if it is no longer waited for. */
    @Nullable
    AwaitedJob find(JobWatch watch) {
        return jobs.get(watch);
    }

    AwaitedJob get(JobWatch watch) {
        return Objects.requireNonNull(find(watch));
    }

    /** {@return the watches of a job, which may be waited for several times} */
    List<JobWatch> watchesOf(String jobId) {
        return watches.getOrDefault(jobId, List.of());
    }

    /** {@return the watches of all jobs} */
    Set<JobWatch> watches() {
        return jobs.keySet();
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    /** {@return the first deadline} */
    Deadline deadline() {
        Deadline first = Deadline.never();
        for (AwaitedJob job : jobs.values()) {
            first = first.orSooner(job.deadline());
        }
        return first;
    }

    /** {@return the watches of the jobs whose deadline has passed} */
    List<JobWatch> late() {
        return jobs.keySet().stream()
                .filter(watch -> get(watch).deadline().hasPassed())
                .toList();
    }
}
