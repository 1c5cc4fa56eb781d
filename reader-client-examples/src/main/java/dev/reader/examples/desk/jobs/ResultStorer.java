package dev.reader.examples.desk.jobs;

import dev.reader.client.ReaderClient;
import dev.reader.client.WaitOptions;
import dev.reader.client.error.JobFailedException;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.EventTable;
import dev.reader.examples.desk.store.JobState;
import dev.reader.examples.desk.store.JobTable;
import dev.reader.examples.desk.store.PageTable;
import dev.reader.examples.desk.store.PageTable.NewPage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Stores the results of an ended job, exactly once, however many threads and instances try. */
final class ResultStorer {
    private static final WaitOptions RESULTS_OF_ENDED_JOB = WaitOptions.builder()
            .pollInterval(Duration.ofSeconds(1))
            .timeout(Duration.ofMinutes(5))
            .build();

    private final ReaderClient reader;
    private final Database database;
    private final Clock clock;
    private final EndedJobs listener;
    private final BooleanSupplier stopping;

    ResultStorer(ReaderClient reader, Database database, Clock clock, EndedJobs listener, BooleanSupplier stopping) {
        this.stopping = stopping;
        this.reader = reader;
        this.database = database;
        this.clock = clock;
        this.listener = listener;
    }

    /** Reads every result and stores them together with the end of the job. */
    void store(DeskJob job, String readerJobId) {
        Job ended = read(readerJobId);
        List<NewPage> pages = rows(job.id(), ended);
        if (pages.size() < ended.results().size()) {
            return;
        }
        database.run(connection -> {
            DeskJob locked = JobTable.lock(connection, job.id()).orElse(job);
            // another worker was faster, or somebody asked for a retry meanwhile
            if (locked.state().isOpen() && locked.run() == job.run()) {
                store(connection, locked, ended, pages);
            }
        });
    }

    /** Returns the rows of all pages; fewer if the instance stops meanwhile. */
    private List<NewPage> rows(String jobId, Job ended) {
        Map<Integer, String> withPicture = database.call(connection -> PageTable.withPicture(connection, jobId));
        List<NewPage> pages = new ArrayList<>();
        for (Page page : ended.results()) {
            if (stopping.getAsBoolean()) {
                break;
            }
            int position = pages.size() + 1;
            pages.add(
                    Pages.url(page).equals(withPicture.get(position))
                            ? Pages.toRowWithStoredPicture(jobId, position, page)
                            : Pages.toRow(jobId, position, page));
        }
        return pages;
    }

    private Job read(String readerJobId) {
        try {
            return reader.waitForJob(readerJobId, RESULTS_OF_ENDED_JOB);
        } catch (JobFailedException e) {
            return e.job();
        }
    }

    private void store(Connection connection, DeskJob job, Job ended, List<NewPage> pages) throws SQLException {
        PageTable.replaceAll(connection, job.id(), pages);
        JobState state = state(ended.status());
        listener.onEnded(connection, job, state, pages);
        int failed =
                (int) pages.stream().filter(page -> page.page().error() != null).count();
        int total = Math.max(ended.total(), pages.size());
        JobTable.end(
                connection,
                job,
                state,
                state == JobState.COMPLETED ? total : pages.size(),
                total,
                failed,
                pages.size(),
                ended.creditsUsed(),
                ended.error(),
                clock.instant());
        EventTable.add(connection, job.id(), EventTable.PAGES, clock.instant());
    }

    /** A terminal status that this version does not know counts as failed. */
    private static JobState state(JobStatus status) {
        return switch (status.value().toLowerCase(Locale.ROOT)) {
            case "completed" -> JobState.COMPLETED;
            case "cancelled" -> JobState.CANCELLED;
            default -> JobState.FAILED;
        };
    }
}
