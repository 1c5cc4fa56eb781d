package dev.reader.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A job's record and results as {@code GET /v1/jobs/{id}} shows them. A test changes them while they are asked for. */
final class ServedJob implements SseServer.Script {
    /** Where a client skips to that wants the state and no content. */
    static final int BEYOND_ALL_RESULTS = 1_000_000;

    final List<ObjectNode> results = new CopyOnWriteArrayList<>();
    final AtomicInteger stateRequests = new AtomicInteger();
    final AtomicInteger resultRequests = new AtomicInteger();
    final AtomicInteger resultsSent = new AtomicInteger();

    volatile String status = "completed";
    volatile int completed;
    volatile int total;
    /** What {@code pagination.total} says, and with it {@code hasMore}; as many as there are results if negative. */
    volatile int listed = -1;

    private final String id;

    ServedJob(String id) {
        this.id = id;
    }

    /** A completed job with so many pages, as {@link SseServer.Stream#page} tells of them from 0 on. */
    static ServedJob ofPages(int count) {
        ServedJob job = new ServedJob(FakeJob.ID);
        for (int i = 0; i < count; i++) {
            job.add(FakeJob.page("https://a.example/" + i, "page " + i));
        }
        return job;
    }

    ServedJob add(ObjectNode page) {
        results.add(page);
        completed = results.size();
        total = results.size();
        return this;
    }

    ServedJob status(String newStatus) {
        status = newStatus;
        return this;
    }

    @Override
    public void run(SseServer.Stream stream, int number) throws IOException {
        stream.answer(200, answer(stream.request()));
    }

    String answer(RawServer.Request request) {
        int skip = request.parameter("skip");
        int limit = request.parameter("limit");
        (skip >= BEYOND_ALL_RESULTS || limit == 1 ? stateRequests : resultRequests).incrementAndGet();
        List<ObjectNode> all = List.copyOf(results);
        int end = Math.min(all.size(), skip + limit);
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("success", true);
        ArrayNode page = answer.putObject("data")
                .put("id", id)
                .put("status", status)
                .put("mode", "batch")
                .put("total", total)
                .put("completed", completed)
                .putNull("error")
                .putArray("results");
        for (int i = skip; i < end; i++) {
            page.add(all.get(i));
            resultsSent.incrementAndGet();
        }
        int count = listed < 0 ? all.size() : listed;
        answer.putObject("pagination")
                .put("total", count)
                .put("skip", skip)
                .put("limit", limit)
                .put("hasMore", Math.max(skip, end) < count);
        return answer.toString();
    }
}
