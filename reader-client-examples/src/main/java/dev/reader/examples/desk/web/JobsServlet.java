package dev.reader.examples.desk.web;

import dev.reader.examples.desk.jobs.JobDesk;
import dev.reader.examples.desk.jobs.Submission;
import dev.reader.examples.desk.live.Fragments;
import dev.reader.examples.desk.live.LiveFeed;
import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.EventTable;
import dev.reader.examples.desk.store.JobTable;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The list of jobs with its form, at {@code /jobs}, and what concerns one job, below it. */
final class JobsServlet extends PageServlet {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int DEFAULT_DEPTH = 2;
    private static final int DEFAULT_PAGES = 50;

    private final transient Database database;
    private final transient JobDesk desk;
    private final transient LiveFeed feed;
    private final transient JobView jobView;
    private final String exampleUrl;

    JobsServlet(Views views, Database database, JobDesk desk, LiveFeed feed, String exampleUrl) {
        super(views);
        this.database = database;
        this.desk = desk;
        this.feed = feed;
        this.jobView = new JobView(database, new MarkdownView());
        this.exampleUrl = exampleUrl;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        switch (path.length) {
            case 0 -> list(request, response, "", HttpServletResponse.SC_OK);
            case 1 -> {
                if (path[0].equals("events")) {
                    stream(request, response, null);
                } else {
                    show(request, response, "job", jobView.job(path[0], page(request)));
                }
            }
            case 2 -> {
                if (path[1].equals("events")) {
                    stream(request, response, path[0]);
                } else {
                    notFound(request, response);
                }
            }
            case 3 -> show(request, response, "page", path[1].equals("pages") ? jobView.page(path[0], path[2]) : null);
            default -> thumbnail(request, response, path);
        }
    }

    private static String[] path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null || info.equals("/")
                ? new String[0]
                : info.substring(1).split("/", -1);
    }

    private void show(
            HttpServletRequest request,
            HttpServletResponse response,
            String template,
            @Nullable Map<String, Object> model)
            throws IOException {
        if (model == null) {
            notFound(request, response);
        } else {
            render(request, response, template, model);
        }
    }

    private void list(HttpServletRequest request, HttpServletResponse response, String problem, int status)
            throws IOException {
        int page = page(request);
        Map<String, Object> model = new HashMap<>();
        database.run(connection -> {
            // before the jobs, so that no change between the two is lost
            model.put("seq", EventTable.last(connection));
            List<DeskJob> jobs = JobTable.list(connection, Fragments.JOBS_SHOWN, (page - 1) * Fragments.JOBS_SHOWN);
            model.put("jobs", jobs);
            model.put("open", JobTable.countOpen(connection));
            model.put("more", JobTable.count(connection) > page * Fragments.JOBS_SHOWN);
        });
        model.put("page", page);
        model.put("problem", problem);
        model.put("form", UUID.randomUUID().toString());
        model.put("urls", text(request, "urls"));
        model.put("kind", text(request, "kind").equals("crawl") ? "crawl" : "batch");
        model.put("maxDepth", number(request.getParameter("maxDepth"), DEFAULT_DEPTH));
        model.put("maxPages", number(request.getParameter("maxPages"), DEFAULT_PAGES));
        model.put("screenshots", request.getParameter("screenshots") != null);
        model.put("example", exampleUrl);
        response.setStatus(status);
        render(request, response, "jobs", model);
    }

    private void stream(HttpServletRequest request, HttpServletResponse response, @Nullable String jobId)
            throws IOException {
        String last = request.getHeader("Last-Event-ID");
        Long after = sequence(last == null ? request.getParameter("after") : last);
        if (jobId != null
                && database.call(connection -> JobTable.find(connection, jobId)).isEmpty()) {
            notFound(request, response);
            return;
        }
        response.setContentType("text/event-stream;charset=utf-8");
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        if (!feed.connect(context, jobId, after)) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            context.complete();
        }
    }

    private static @Nullable Long sequence(@Nullable String text) {
        return text == null || !text.matches("\\d{1,18}") ? null : Long.valueOf(text);
    }

    private void thumbnail(HttpServletRequest request, HttpServletResponse response, String[] path) throws IOException {
        byte[] png = path.length == 4 && path[3].equals("thumbnail") ? jobView.thumbnail(path[0], path[2]) : null;
        if (png == null) {
            notFound(request, response);
            return;
        }
        response.setContentType("image/png");
        response.setHeader("Cache-Control", "private, max-age=300");
        response.setContentLength(png.length);
        response.getOutputStream().write(png);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        if (path.length == 0) {
            submit(request, response);
        } else if (path.length == 2 && path[1].equals("cancel")) {
            act(request, response, path[0], desk.cancel(path[0]), "This job can't be cancelled any more.");
        } else if (path.length == 2 && path[1].equals("retry")) {
            act(request, response, path[0], desk.retry(path[0]), "This job has no failed page to read again.");
        } else {
            notFound(request, response);
        }
    }

    private void submit(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String jobId;
        try {
            Submission submission = new Submission(
                    Submission.lines(text(request, "urls")),
                    text(request, "kind").equals("crawl"),
                    wholeNumber("depth", request.getParameter("maxDepth"), DEFAULT_DEPTH),
                    wholeNumber("number of pages", request.getParameter("maxPages"), DEFAULT_PAGES),
                    request.getParameter("screenshots") != null);
            jobId = desk.submit(submission, text(request, "form"));
        } catch (IllegalArgumentException e) {
            list(request, response, String.valueOf(e.getMessage()), HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        redirect(response, "/jobs/" + jobId);
    }

    private void act(
            HttpServletRequest request, HttpServletResponse response, String jobId, boolean done, String refusal)
            throws IOException {
        if (done) {
            redirect(response, "/jobs/" + jobId);
        } else {
            error(request, response, HttpServletResponse.SC_CONFLICT, refusal);
        }
    }
}
