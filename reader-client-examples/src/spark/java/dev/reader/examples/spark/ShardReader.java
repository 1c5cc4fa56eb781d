package dev.reader.examples.spark;

import dev.reader.client.ReaderClient;
import dev.reader.client.WaitOptions;
import dev.reader.client.error.JobFailedException;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads a shard, in a task of an executor. A task that runs again, because its executor died, sends the same request under the
 * same idempotency key, so the server answers with the same job, whose results cost nothing.
 *
 * <p>The tasks of an executor share one client, which lives as long as its JVM.
 */
final class ShardReader implements FlatMapFunction<Shard, Row> {
    private static final long serialVersionUID = 1L;

    private static @Nullable ReaderClient client;
    private static @Nullable ReadOptions clientOptions;

    private final ReadOptions options;

    ShardReader(ReadOptions options) {
        this.options = options;
    }

    private static synchronized ReaderClient client(ReadOptions options) {
        if (client == null || clientOptions == null || !clientOptions.sameClient(options)) {
            client = options.newClient();
            clientOptions = options;
        }
        return client;
    }

    @Override
    public Iterator<Row> call(Shard shard) {
        ReaderClient reader = client(options);
        Job created = reader.createJob(shard.request(options.runId()));
        Job job = wait(reader, created.id());
        List<Row> rows = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Page page : job.results()) {
            seen.add(page.url());
            rows.add(row(shard, job, page.url(), page.failed() ? null : page, page.error()));
        }
        if (job.results().size() < shard.urls().size()) {
            for (String url : shard.urls()) {
                if (!seen.contains(url)) {
                    rows.add(row(
                            shard, job, url, null, "job " + job.id() + " ended as " + job.status() + " without it"));
                }
            }
        }
        return rows.iterator();
    }

    /** Returns the job with its results, even if it failed after some of them. */
    private Job wait(ReaderClient reader, String jobId) {
        try {
            return reader.waitForJob(
                    jobId, WaitOptions.builder().timeout(options.timeout()).build());
        } catch (JobFailedException e) {
            return e.job();
        }
    }

    private Row row(Shard shard, Job job, String url, @Nullable Page page, @Nullable String error) {
        String markdown = page == null ? null : page.markdown();
        String title =
                page == null || page.metadata() == null ? null : page.metadata().title();
        return RowFactory.create(
                url,
                title,
                markdown,
                markdown == null ? null : Shard.sha256(markdown),
                error,
                options.runId(),
                shard.number(),
                job.id());
    }
}
