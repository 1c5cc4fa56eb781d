package dev.reader.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

/**
 * A finished recording of a job's stream, and the job's results, without a network: an interceptor that answers in place
 * of a server, breaks its streams where it is told to, and counts what it is asked.
 */
final class FakeJob implements Interceptor {
    static final String ID = "job_1";

    /**
     * One connection of the stream.
     *
     * @param bytes after how many it breaks; more than there are for never
     * @param reset whether it breaks by an exception, or by an end that looks orderly
     * @param missed how many frames pass before the connection after it
     * @param replay whether it begins anew, or with what has not passed yet
     */
    record Connection(int bytes, boolean reset, int missed, boolean replay) {
        static final Connection WHOLE = new Connection(Integer.MAX_VALUE, false, 0, false);
    }

    private final List<String> frames = new ArrayList<>();
    private final List<ObjectNode> results = new ArrayList<>();
    private final Queue<Connection> connections = new ArrayDeque<>();
    private Connection afterThose = Connection.WHOLE;
    private String status = "completed";
    private int largestLimit = 100;
    private int passed;
    private final AtomicInteger streams = new AtomicInteger();
    /** Pages are fetched ahead by workers, so requests come from several threads. */
    private final AtomicInteger resultRequests = new AtomicInteger();

    static ObjectNode page(String url, String markdown) {
        return JsonNodeFactory.instance.objectNode().put("url", url).put("markdown", markdown);
    }

    static ObjectNode failed(String url, String error) {
        return JsonNodeFactory.instance.objectNode().put("url", url).put("error", error);
    }

    /** Adds a page to the stream and to the results, which may be more than the stream tells of a failed one. */
    FakeJob add(ObjectNode page) {
        boolean failed = page.has("error");
        frames.add("event: " + (failed ? "error" : "page") + "\ndata: " + page + "\n\n");
        ObjectNode result = page.deepCopy();
        results.add(failed ? result.put("statusCode", 503) : result);
        return this;
    }

    FakeJob frame(String frame) {
        frames.add(frame);
        return this;
    }

    FakeJob done() {
        frames.add("event: done\ndata: {\"status\":\"" + status + "\",\"completed\":" + results.size() + ",\"total\":"
                + results.size() + "}\n\n");
        return this;
    }

    FakeJob status(String newStatus) {
        status = newStatus;
        return this;
    }

    /** Breaks connections in the order given. */
    FakeJob connections(List<Connection> broken, Connection last) {
        connections.addAll(broken);
        afterThose = last;
        return this;
    }

    /** The server gives fewer results a request than it is asked for. */
    FakeJob largestLimit(int limit) {
        largestLimit = limit;
        return this;
    }

    /** How many frames pass before the stream is opened. */
    FakeJob openedAfter(int count) {
        passed = count;
        return this;
    }

    List<ObjectNode> results() {
        return results;
    }

    int length() {
        return bytes(0).length;
    }

    int streams() {
        return streams.get();
    }

    int resultRequests() {
        return resultRequests.get();
    }

    ReaderClient client(FakeTime time) {
        return ReaderClient.builder()
                .apiKey("rdr_test")
                .baseUrl("http://fake.invalid")
                .httpClient(new OkHttpClient.Builder().addInterceptor(this).build())
                .time(time)
                .build();
    }

    private byte[] bytes(int fromFrame) {
        return String.join("", frames.subList(fromFrame, frames.size())).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Response intercept(Chain chain) {
        Request request = chain.request();
        if (request.url().encodedPath().endsWith("/stream")) {
            streams.incrementAndGet();
            return answer(request, MediaType.get("text/event-stream"), stream());
        }
        resultRequests.incrementAndGet();
        int skip = Integer.parseInt(request.url().queryParameter("skip"));
        int limit = Math.min(largestLimit, Integer.parseInt(request.url().queryParameter("limit")));
        Buffer body = new Buffer().writeUtf8(results(skip, limit).toString());
        return answer(request, MediaType.get("application/json"), body);
    }

    private okio.Source stream() {
        Connection connection = connections.isEmpty() ? afterThose : connections.remove();
        int first = connection.replay() ? 0 : Math.min(passed, frames.size() - 1);
        byte[] all = bytes(first);
        int count = Math.min(connection.bytes(), all.length);
        passed = Math.max(passed, framesBegun(first, count)) + connection.missed();
        return new ForwardingSource(new Buffer().write(all, 0, count)) {
            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                long read = super.read(sink, byteCount);
                if (read < 0 && connection.reset()) {
                    throw new IOException("reset by the test");
                }
                return read;
            }
        };
    }

    /** Which frame comes after the last that was begun. */
    private int framesBegun(int first, int bytes) {
        int frame = first;
        for (int left = bytes; left > 0 && frame < frames.size(); frame++) {
            left -= frames.get(frame).getBytes(StandardCharsets.UTF_8).length;
        }
        return frame;
    }

    private ObjectNode results(int skip, int limit) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("success", true);
        ArrayNode page = answer.putObject("data")
                .put("id", ID)
                .put("status", status)
                .put("mode", "batch")
                .put("total", results.size())
                .put("completed", results.size())
                .putArray("results");
        int end = Math.min(results.size(), skip + limit);
        for (int i = skip; i < end; i++) {
            page.add(results.get(i));
        }
        answer.putObject("pagination")
                .put("total", results.size())
                .put("skip", skip)
                .put("limit", limit)
                .put("hasMore", end < results.size());
        return answer;
    }

    private static Response answer(Request request, MediaType type, okio.Source body) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .header("Content-Type", type.toString())
                .body(ResponseBody.create(Okio.buffer(body), type, -1))
                .build();
    }
}
