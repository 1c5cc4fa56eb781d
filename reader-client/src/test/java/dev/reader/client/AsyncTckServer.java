package dev.reader.client;

import dev.reader.client.internal.http.ClientResources;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;

/** Answers without a network, for the Reactive Streams TCK: lists and streams of as many elements as a test wants. */
final class AsyncTckServer implements Interceptor {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final MediaType EVENTS = MediaType.get("text/event-stream");

    private final long elements;

    AsyncTckServer(long elements) {
        this.elements = elements;
    }

    static ReaderClient client(long elements) {
        return ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl("http://server.invalid")
                .maxRetries(0)
                .threads(new ClientResources.Threads(Duration.ofMillis(100), true))
                .httpClient(new OkHttpClient.Builder()
                        .addInterceptor(new AsyncTckServer(elements))
                        .build())
                .build();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        List<String> path = chain.request().url().pathSegments();
        Response.Builder response = new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .message("Status")
                .code(200);
        if (path.contains("missing")) {
            String body = Answers.errorBody("not_found", "{}");
            return response.code(404).body(ResponseBody.create(body, JSON)).build();
        }
        if (path.contains("events") || path.contains("stream")) {
            Source stream = new Events(path.contains("stream"), elements, chain);
            return response.header("Content-Type", EVENTS.toString())
                    .body(ResponseBody.create(Okio.buffer(stream), EVENTS, -1))
                    .build();
        }
        long skip = Long.parseLong(chain.request().url().queryParameter("skip"));
        long limit = Long.parseLong(chain.request().url().queryParameter("limit"));
        int count = (int) Math.max(0, Math.min(limit, elements - skip));
        int total = (int) Math.min(Integer.MAX_VALUE, elements);
        boolean hasMore = skip + count < elements;
        String body = path.contains("jobs")
                ? Answers.jobDetail("job_1", "completed", (int) skip, count, total, hasMore)
                : list(skip, count, total, hasMore);
        return response.body(ResponseBody.create(body, JSON)).build();
    }

    /** A list page of usage entries or webhooks. */
    private static String list(long skip, int count, int total, boolean hasMore) {
        String entries = LongStream.range(skip, skip + count)
                .mapToObj(i -> "{\"id\": \"id_" + i + "\", \"url\": \"https://a.example/" + i + "\"}")
                .collect(Collectors.joining(","));
        return "{\"success\": true, \"data\": [" + entries + "], \"pagination\": {\"total\": " + total + ", \"skip\": "
                + skip + ", \"limit\": " + Math.max(1, count) + ", \"hasMore\": " + hasMore + "}}";
    }

    /** The pages of a job and its end, or the progress of the jobs of a workspace without an end. */
    private static final class Events implements Source {
        private final boolean ofJob;
        private final long elements;
        private final Chain chain;
        private long sent;

        Events(boolean ofJob, long elements, Chain chain) {
            this.ofJob = ofJob;
            this.elements = elements;
            this.chain = chain;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            if (chain.call().isCanceled()) {
                throw new IOException("Canceled");
            }
            sent++;
            String event = next();
            sink.writeUtf8(event);
            return event.length();
        }

        private String next() {
            if (!ofJob) {
                return "event: job:progress\ndata: {\"jobId\":\"job_1\",\"status\":\"processing\",\"completed\":" + sent
                        + ",\"total\":9}\n\n";
            }
            if (sent < elements) {
                return "event: page\ndata: {\"url\":\"https://a.example/" + sent + "\"}\n\n";
            }
            return "event: done\ndata: {\"status\":\"completed\",\"completed\":" + (elements - 1) + ",\"total\":"
                    + (elements - 1) + "}\n\n";
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
    }
}
