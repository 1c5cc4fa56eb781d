package dev.reader.examples.local.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.JsonNodes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a browser over the Chrome DevTools Protocol. One thread calls; the responses arrive on threads of the
 * executor.
 */
final class CdpConnection implements AutoCloseable {
    private final WebSocket socket;
    private final Replies replies;
    private final ScrapeDeadline deadline;
    private final AtomicInteger lastId = new AtomicInteger();

    private CdpConnection(WebSocket socket, Replies replies, ScrapeDeadline deadline) {
        this.socket = socket;
        this.replies = replies;
        this.deadline = deadline;
    }

    /** Connects to the browser at an endpoint. Every call must be done by the deadline. */
    static CdpConnection open(String endpoint, Executor executor, ScrapeDeadline deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        Replies replies = new Replies();
        WebSocket socket = await(
                HttpClient.newBuilder()
                        .executor(executor)
                        .build()
                        .newWebSocketBuilder()
                        .buildAsync(URI.create(endpoint), replies),
                deadline);
        return new CdpConnection(socket, replies, deadline);
    }

    /**
     * Calls a method and returns its result.
     *
     * @param sessionId the session of a page, or null for the browser itself
     * @throws ExecutionException if the browser returns an error or closes the connection
     */
    JsonNode call(String method, ObjectNode params, @Nullable String sessionId)
            throws InterruptedException, ExecutionException, TimeoutException {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> reply = replies.expect(id);
        ObjectNode message = JsonNodes.object().put("id", id).put("method", method);
        message.set("params", params);
        if (sessionId != null) {
            message.put("sessionId", sessionId);
        }
        CompletableFuture<?> unused = socket.sendText(message.toString(), true).whenComplete((sent, failure) -> {
            if (failure != null) {
                reply.completeExceptionally(failure);
            }
        });
        return await(reply, deadline);
    }

    /** Waits for the first event with a name since the connection was opened. */
    void awaitEvent(String name) throws InterruptedException, ExecutionException, TimeoutException {
        await(replies.event(name), deadline);
    }

    private static <T> T await(CompletableFuture<T> future, ScrapeDeadline deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** Collects replies by their ids, and the first event of each name. */
    private static final class Replies implements WebSocket.Listener {
        private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
        private final Map<String, CompletableFuture<JsonNode>> events = new ConcurrentHashMap<>();
        private final StringBuilder message = new StringBuilder();
        private volatile @Nullable IOException closed;

        CompletableFuture<JsonNode> expect(int id) {
            CompletableFuture<JsonNode> reply = pending.computeIfAbsent(id, key -> new CompletableFuture<>());
            failIfClosed(reply);
            return reply;
        }

        CompletableFuture<JsonNode> event(String name) {
            CompletableFuture<JsonNode> event = events.computeIfAbsent(name, key -> new CompletableFuture<>());
            failIfClosed(event);
            return event;
        }

        private void failIfClosed(CompletableFuture<JsonNode> future) {
            IOException failure = closed;
            if (failure != null) {
                future.completeExceptionally(failure);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                String text = message.toString();
                message.setLength(0);
                receive(text);
            }
            webSocket.request(1);
            return null;
        }

        private void receive(String text) {
            JsonNode json;
            try {
                json = JsonNodes.parse(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                fail(e);
                return;
            }
            if (!json.has("id")) {
                event(json.path("method").asText()).complete(json);
                return;
            }
            CompletableFuture<JsonNode> reply = pending.remove(json.path("id").asInt());
            if (reply == null) {
                return;
            }
            if (json.has("error")) {
                reply.completeExceptionally(
                        new IOException(json.path("error").path("message").asText()));
            } else {
                reply.complete(json.path("result"));
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            fail(new IOException("the browser closed the connection"));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            fail(new IOException("the connection to the browser broke", error));
        }

        private void fail(IOException failure) {
            closed = failure;
            pending.values().forEach(reply -> reply.completeExceptionally(failure));
            events.values().forEach(event -> event.completeExceptionally(failure));
        }
    }
}
