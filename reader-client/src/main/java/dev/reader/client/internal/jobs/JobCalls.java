package dev.reader.client.internal.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.http.ApiCall;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.Operation;
import dev.reader.client.internal.http.ResponseTooLargeException;
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

    /** The call for a job's record, without results and without downloading any. */
    public static ApiCall<?, Job> record(String jobId) {
        ApiRequest request = ApiRequest.get(Operation.GET_JOB, "v1", "jobs", Checks.id("jobId", jobId))
                .query(Map.of("skip", BEYOND_ALL_RESULTS, "limit", 1));
        return ApiCall.of(request, JOB, job -> job.withResults(List.of()));
    }

    public static ApiCall<?, ResultPage> resultPage(String jobId, int skip, int limit) {
        ApiRequest request = ApiRequest.get(Operation.GET_JOB_RESULTS, "v1", "jobs", Checks.id("jobId", jobId))
                .query(Map.of("skip", skip, "limit", limit));
        return new ApiCall<>(request, JOB, RetryLimits.CONFIGURED, answer -> {
            Job job = Objects.requireNonNull(answer.data());
            Pagination pagination =
                    answer.paginationOf(skip, limit, job.results().size());
            return new ResultPage(job.withResults(List.of()), job.results(), pagination);
        });
    }

    public static ApiCall<?, JobStatus> cancellation(String jobId) {
        ApiRequest request = ApiRequest.delete(Operation.CANCEL_JOB, "v1", "jobs", Checks.id("jobId", jobId));
        return ApiCall.delete(request, CANCELLED, Cancelled::status, JobStatus.CANCELLED);
    }

    public static ApiCall<?, JobRetry> retrial(String jobId) {
        return ApiCall.of(
                ApiRequest.post(Operation.RETRY_JOB, "v1", "jobs", Checks.id("jobId", jobId), "retry"), RETRY);
    }

    /** Returns a job's record, without results. */
    Job get(String jobId, RetryLimits retryLimits) {
        return transport.send(record(jobId).within(retryLimits));
    }

    /** Returns a job's record with the first page of its results; without results if they are too large. */
    Job withFirstResults(String jobId, RetryLimits retryLimits) {
        try {
            ResultPage page = results(jobId, 0, PageSource.MAX_LIMIT, retryLimits);
            return page.job().withResults(page.hasMore() ? List.of() : page.results());
        } catch (ReaderProtocolException e) {
            if (!ResponseTooLargeException.isCauseOf(e)) {
                throw e;
            }
            return get(jobId, retryLimits);
        }
    }

    ResultPage results(String jobId, int skip, int limit, RetryLimits retryLimits) {
        return transport.send(resultPage(jobId, skip, limit).within(retryLimits));
    }

    /** Returns the job's results as a list of pages; an empty page ends it, whatever total the server announces. */
    PageSource<Page> source(String jobId) {
        return new HalvingSource<>((skip, limit, retryLimits) -> {
            ResultPage page = results(jobId, skip, limit, retryLimits);
            boolean hasMore = page.hasMore() && !page.results().isEmpty();
            return new Slice<>(page.results(), page.total(), hasMore);
        });
    }

    public PageIterator<Page> resultIterator(String jobId, RetryLimits retryLimits) {
        return new PageIterator<>(transport.resources(), source(jobId), retryLimits);
    }
}
