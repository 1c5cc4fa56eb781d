package dev.reader.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.Paging.Slice;
import dev.reader.client.error.ConflictException;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.Patience;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobRetry;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.client.model.Pagination;
import dev.reader.client.model.ResultPage;
import java.util.List;
import java.util.Map;

/** The calls on one job (docs/reader-api.md §3). */
final class Jobs {
    private static final TypeReference<Envelope<Job>> JOB = new TypeReference<>() {};
    private static final TypeReference<Envelope<JobRetry>> RETRY = new TypeReference<>() {};
    private static final TypeReference<Envelope<Cancelled>> CANCELLED = new TypeReference<>() {};

    private final Transport transport;

    Jobs(Transport transport) {
        this.transport = transport;
    }

    record Cancelled(
            @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL)
            JobStatus status) {}

    /** The state of a job. Its answer always brings results, too; one is the least that can be asked for. */
    Job get(String jobId, Patience patience) {
        return results(jobId, 0, 1, patience).job();
    }

    ResultPage results(String jobId, int skip, int limit, Patience patience) {
        ApiRequest request =
                ApiRequest.get("v1", "jobs", Checks.id("jobId", jobId)).query(Map.of("skip", skip, "limit", limit));
        Envelope<Job> answer = transport.send(request, JOB, patience);
        Job job = java.util.Objects.requireNonNull(answer.data());
        Pagination pagination = answer.pagination();
        if (pagination == null) {
            // The contract has it always. Without it, a full page may be followed by another.
            boolean full = job.results().size() >= limit;
            pagination = new Pagination(skip + job.results().size() + (full ? 1 : 0), skip, limit, full, null);
        }
        return new ResultPage(job.withResults(List.of()), job.results(), pagination);
    }

    Slice<Page> slice(String jobId, int skip, int limit, Patience patience) {
        ResultPage page = results(jobId, skip, limit, patience);
        // A running job may count results that it does not have yet.
        boolean stillToCome = page.results().isEmpty() && !page.job().status().isTerminal();
        return new Slice<>(page.results(), page.total(), page.hasMore() && !stillToCome);
    }

    /** All results of a job that is over, given the first of them. */
    List<Page> collect(String jobId, ResultPage first, Patience patience) {
        return new ResultCollector<Page>(transport.resources(), (skip, limit) -> slice(jobId, skip, limit, patience))
                .collect(new Slice<>(first.results(), first.total(), first.hasMore()));
    }

    PagedIterable<Page> allResults(String jobId) {
        Checks.id("jobId", jobId);
        return () -> new PageIterator<>(
                transport.resources(), (skip, limit) -> slice(jobId, skip, limit, Patience.SLOWED_BY_RATE_LIMITS));
    }

    JobStatus cancel(String jobId) {
        try {
            return transport
                    .data(ApiRequest.delete("v1", "jobs", Checks.id("jobId", jobId)), CANCELLED)
                    .status();
        } catch (ConflictException e) {
            // An earlier attempt got through, and only its answer was lost.
            if (e.attempts() > 1 && JobStatus.CANCELLED.value().equals(e.status())) {
                return JobStatus.CANCELLED;
            }
            throw e;
        }
    }

    JobRetry retry(String jobId) {
        return transport.data(ApiRequest.post("v1", "jobs", Checks.id("jobId", jobId), "retry"), RETRY);
    }
}
