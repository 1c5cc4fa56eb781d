package dev.reader.examples.desk.web;

import dev.reader.examples.desk.jobs.Submission;
import dev.reader.examples.desk.live.Fragments;
import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.DeskPage;
import dev.reader.examples.desk.store.EventTable;
import dev.reader.examples.desk.store.JobTable;
import dev.reader.examples.desk.store.PageTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the page of a job, and the page of one of its pages, show. */
final class JobView {
    private static final int FAILED_SHOWN = 100;

    private final Database database;
    private final MarkdownView markdown;

    JobView(Database database, MarkdownView markdown) {
        this.database = database;
        this.markdown = markdown;
    }

    /** Returns the model of a job's page; null if there is no such job. */
    @Nullable
    Map<String, Object> job(String jobId, int page) {
        Map<String, Object> model = new HashMap<>();
        database.run(connection -> {
            long seq = EventTable.last(connection);
            Optional<DeskJob> job = JobTable.find(connection, jobId);
            if (job.isEmpty()) {
                return;
            }
            model.put("seq", seq);
            model.put("job", job.get());
            model.put("submission", Submission.fromJson(job.get().request()));
            model.put(
                    "pages",
                    PageTable.list(connection, jobId, Fragments.PAGES_SHOWN, (page - 1) * Fragments.PAGES_SHOWN));
            model.put("failures", PageTable.failed(connection, jobId, FAILED_SHOWN));
            model.put("page", page);
            model.put("last", Math.max(1, (job.get().stored() + Fragments.PAGES_SHOWN - 1) / Fragments.PAGES_SHOWN));
        });
        return model.isEmpty() ? null : model;
    }

    /** Returns the model of a page; null if there is no such page. */
    @Nullable
    Map<String, Object> page(String jobId, String position) {
        if (!isPosition(position)) {
            return null;
        }
        DeskPage page = database.call(connection -> PageTable.find(connection, jobId, Integer.parseInt(position)))
                .orElse(null);
        DeskJob job =
                database.call(connection -> JobTable.find(connection, jobId)).orElse(null);
        if (page == null || job == null) {
            return null;
        }
        String text = page.markdown();
        return Map.of("job", job, "page", page, "html", text == null ? "" : markdown.render(text));
    }

    byte @Nullable [] thumbnail(String jobId, String position) {
        return isPosition(position)
                ? database.call(connection -> PageTable.thumbnail(connection, jobId, Integer.parseInt(position)))
                        .orElse(null)
                : null;
    }

    private static boolean isPosition(String text) {
        return text.matches("\\d{1,6}");
    }
}
