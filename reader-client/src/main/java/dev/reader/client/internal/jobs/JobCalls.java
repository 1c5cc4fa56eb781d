package dev.reader.client.internal.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.Operation;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.internal.paging.HalvingSource;
import dev.reader.client.internal.paging.PageIterator;
import dev.reader.client.internal.paging.PageSource;
import dev.reader.client.internal.paging.Slice;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobRetry;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.client.model.Pagination;
import dev.reader.client.model.ResultPage;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The calls on one job (docs/reader-api.md §3). */
public final class JobCalls {
    /** More results than any job has: a record that is asked for from here on comes without content. */
    private static final int BEYOND_ALL_RESULTS = 1_000_000_000;

    private static final TypeReference<Envelope<Job>> JOB = new TypeReference<>() {};
    private static final TypeReference<Envelope<JobRetry>> RETRY = new TypeReference<>() {};
    private static final TypeReference<Envelope<Cancelled>> CANCELLED = new TypeReference<>() {};

    private final Transport transport;

    public JobCalls(Transport transport) {
        this.transport = transport;
    }

    record Cancelled(
            @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL)
            JobStatus status) {}

    /** Returns a job's record, without results and without downloading any. */
    public Job get(String jobId, RetryLimits retryLimits) {
        return results(jobId, BEYOND_ALL_RESULTS, 1, retryLimits).job();
    }

    public ResultPage results(String jobId, int skip, int limit, RetryLimits retryLimits) {
        Operation operation = skip == BEYOND_ALL_RESULTS ? Operation.GET_JOB : Operation.GET_JOB_RESULTS;
        ApiRequest request = ApiRequest.get(operation, "v1", "jobs", Checks.id("jobId", jobId))
                .query(Map.of("skip", skip, "limit", limit));
        Envelope<Job> answer = transport.send(request, JOB, retryLimits);
        Job job = Objects.requireNonNull(answer.data());
        Pagination pagination = answer.paginationOf(skip, limit, job.results().size());
        return new ResultPage(job.withResults(List.of()), job.results(), pagination);
    }

    /** Returns the job's results as a list of pages; an empty page ends it, whatever total the server announces. */
    PageSource<Page> source(String jobId) {
        return new HalvingSource<>((skip, limit, retryLimits) -> {
            ResultPage page = results(jobId, skip, limit, retryLimits);
            boolean hasMore = page.hasMore() && !page.results().isEmpty();
            return new Slice<>(page.results(), page.total(), hasMore);
        });
    }

    public Iterator<Page> resultIterator(String jobId, RetryLimits retryLimits) {
        return new PageIterator<>(transport.resources(), source(jobId), retryLimits);
    }

    public JobStatus cancel(String jobId) {
        return transport
                .delete(
                        ApiRequest.delete(Operation.CANCEL_JOB, "v1", "jobs", Checks.id("jobId", jobId)),
                        CANCELLED,
                        RetryLimits.CONFIGURED)
                .map(Cancelled::status)
                .orElse(JobStatus.CANCELLED);
    }

    public JobRetry retry(String jobId) {
        return transport.data(
                ApiRequest.post(Operation.RETRY_JOB, "v1", "jobs", Checks.id("jobId", jobId), "retry"), RETRY);
    }
}
