package dev.reader.client;

import dev.reader.client.internal.http.ClientResources;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.Okio;

/**
 * A server without sockets, in simulated time. Takes the scripts that {@link SseServer} takes; each request's script runs
 * on a thread of the simulation.
 */
final class InProcessServer extends EventListener implements Interceptor {
    private static final int NONE = -1;
    /** Shared, because creating one takes time. */
    private static final OkHttpClient BASE = new OkHttpClient();

    private final SimulatedTime time;
    private final Map<String, SseServer.Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<Call, InProcessWire> wires = new ConcurrentHashMap<>();
    private final List<RawServer.Request> requests = new CopyOnWriteArrayList<>();

    InProcessServer(SimulatedTime time) {
        this.time = time;
    }

    InProcessServer on(String path, SseServer.Script script) {
        scripts.put(path, script);
        return this;
    }

    /** A builder of clients of this server, in its time. */
    ReaderClient.Builder builder() {
        return ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl("http://server.localhost")
                .time(time)
                .threads(new ClientResources.Threads(Duration.ZERO, false))
                .executor(task -> time.start("completion", task))
                .httpClient(BASE.newBuilder()
                        .addInterceptor(this)
                        .eventListener(this)
                        .build());
    }

    /** {@return how many exchanges the client has not ended} */
    long open() {
        return wires.values().stream().filter(InProcessWire::isOpen).count();
    }

    int count(String path) {
        AtomicInteger count = counts.get(path);
        return count == null ? 0 : count.get();
    }

    List<RawServer.Request> requests() {
        return requests;
    }

    @Override
    public void canceled(Call call) {
        InProcessWire wire = wires.get(call);
        if (wire != null) {
            wire.cancel();
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        time.nanos(); // makes the thread known, which may be one of OkHttp's dispatcher
        InProcessWire wire = new InProcessWire(time);
        wires.put(chain.call(), wire);
        if (chain.call().isCanceled()) {
            wire.cancel();
        }
        time.start("script", () -> answer(chain.request(), wire));
        try {
            return response(chain.request(), wire);
        } catch (InterruptedException e) {
            wire.cancel(); // as OkHttp does with the connection
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private static Response response(Request request, InProcessWire wire) throws IOException, InterruptedException {
        int status = wire.awaitStatus();
        MediaType type = MediaType.get(wire.isStream() ? "text/event-stream" : "application/json");
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("Status")
                .headers(wire.headers())
                .header("Content-Type", type.toString())
                .body(ResponseBody.create(Okio.buffer(wire), type, NONE))
                .build();
    }

    private void answer(Request sent, InProcessWire wire) {
        RawServer.Request request = read(sent);
        requests.add(request);
        String path = request.path();
        int number = counts.computeIfAbsent(path, p -> new AtomicInteger()).incrementAndGet();
        SseServer.Script script = scripts.get(path);
        try {
            if (script == null) {
                wire.answer(404, Answers.errorBody("not_found", "{}"), Headers.of());
            } else {
                script.run(new SseServer.Stream(wire, request), number);
            }
        } catch (InProcessWire.ClientLeft | InterruptedException e) {
            wire.cancel();
        } catch (IOException | RuntimeException | Error e) {
            time.fail(e);
        }
    }

    private static RawServer.Request read(Request sent) {
        Map<String, String> headers = new TreeMap<>();
        sent.headers().forEach(header -> headers.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond()));
        String query = sent.url().encodedQuery();
        return new RawServer.Request(
                sent.method(), sent.url().encodedPath() + (query == null ? "" : "?" + query), headers, body(sent));
    }

    private static String body(Request sent) {
        RequestBody body = sent.body();
        if (body == null) {
            return "";
        }
        Buffer buffer = new Buffer();
        try {
            body.writeTo(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.readUtf8();
    }
}
