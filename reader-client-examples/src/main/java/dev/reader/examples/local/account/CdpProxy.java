package dev.reader.examples.local.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.JsonNodes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * Connects one client to the browser of a session, message by message. Methods that reach the machine instead of the
 * page are answered with an error and do not reach the browser.
 *
 * <p>The next message of the client is read when the last one was sent, and the same in the other direction. Neither
 * side blocks a thread.
 */
final class CdpProxy implements FrameHandler {
    /** The largest message in either direction. */
    static final int MAX_MESSAGE_BYTES = 128 * 1024 * 1024;

    private static final Set<String> BLOCKED_METHODS = Set.of(
            "Browser.close",
            "Browser.crash",
            "Browser.crashGpuProcess",
            "Browser.executeBrowserCommand",
            "Browser.getBrowserCommandLine",
            "DOM.setFileInputFiles",
            "Page.crash",
            "SystemInfo.getInfo",
            "SystemInfo.getProcessInfo");
    private static final Set<String> BLOCKED_SCHEMES = Set.of("file:", "view-source:", "chrome:", "devtools:");
    private static final int METHOD_NOT_ALLOWED = -32_601;

    private final URI browser;
    private final Executor executor;
    private final Consumer<CdpProxy> onClosed;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private volatile @Nullable CoreSession client;
    private volatile @Nullable WebSocket upstream;

    CdpProxy(String browserEndpoint, Executor executor, Consumer<CdpProxy> onClosed) {
        this.browser = URI.create(browserEndpoint);
        this.executor = executor;
        this.onClosed = onClosed;
    }

    @Override
    public void onOpen(CoreSession session, Callback callback) {
        client = session;
        CompletableFuture<?> unused = HttpClient.newBuilder()
                .executor(executor)
                .build()
                .newWebSocketBuilder()
                .buildAsync(browser, new FromBrowser(session))
                .whenComplete((socket, failure) -> {
                    if (failure != null) {
                        callback.failed(failure);
                        return;
                    }
                    upstream = socket;
                    callback.succeeded();
                    session.demand();
                });
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        CoreSession session = client;
        WebSocket socket = upstream;
        if (session == null || socket == null) {
            callback.failed(new IOException("the session is not open"));
            return;
        }
        switch (frame.getOpCode()) {
            case OpCode.TEXT, OpCode.CONTINUATION -> {
                byte[] part = new byte[frame.getPayloadLength()];
                frame.getPayload().get(part);
                message.writeBytes(part);
                callback.succeeded();
                if (frame.isFin()) {
                    String text = message.toString(StandardCharsets.UTF_8);
                    message.reset();
                    receive(session, socket, text);
                } else {
                    session.demand();
                }
            }
            case OpCode.PING -> {
                session.sendFrame(new Frame(OpCode.PONG).setPayload(frame.getPayload()), callback, false);
                session.demand();
            }
            case OpCode.CLOSE -> callback.succeeded();
            default -> {
                callback.succeeded();
                session.demand();
            }
        }
    }

    private static void receive(CoreSession session, WebSocket socket, String text) {
        String refusal = refusal(text);
        if (refusal != null) {
            session.sendFrame(text(refusal), Callback.from(session::demand, failure -> session.abort()), false);
            return;
        }
        CompletableFuture<?> unused = socket.sendText(text, true).whenComplete((sent, failure) -> {
            if (failure == null) {
                session.demand();
            } else {
                session.close(CloseStatus.SERVER_ERROR, "the browser is gone", Callback.NOOP);
            }
        });
    }

    /** Returns the error response to a message that must not reach the browser; null if it may. */
    private static @Nullable String refusal(String text) {
        JsonNode json;
        try {
            json = JsonNodes.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return error(JsonNodes.object(), "the message is not valid JSON");
        }
        String method = json.path("method").asText();
        if (BLOCKED_METHODS.contains(method)) {
            return error(json, "'" + method + "' is blocked");
        }
        String url = json.path("params").path("url").asText().strip().toLowerCase(Locale.ROOT);
        if (BLOCKED_SCHEMES.stream().anyMatch(url::startsWith)) {
            return error(json, "this URL is blocked: only pages of the web can be opened");
        }
        return null;
    }

    private static String error(JsonNode request, String reason) {
        ObjectNode response = JsonNodes.object();
        if (request.has("id")) {
            response.set("id", request.get("id"));
        }
        if (request.has("sessionId")) {
            response.set("sessionId", request.get("sessionId"));
        }
        response.putObject("error").put("code", METHOD_NOT_ALLOWED).put("message", reason);
        return response.toString();
    }

    private static Frame text(String text) {
        return new Frame(OpCode.TEXT, true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        callback.succeeded(); // onClosed follows
    }

    @Override
    public void onClosed(CloseStatus closeStatus, Callback callback) {
        WebSocket socket = upstream;
        if (socket != null) {
            socket.abort();
        }
        onClosed.accept(this);
        callback.succeeded();
    }

    /** Ends the connection because the session has ended. */
    void close(String reason) {
        CoreSession session = client;
        if (session != null) {
            session.close(CloseStatus.NORMAL, reason, Callback.NOOP);
        }
    }

    /** Passes the messages of the browser to the client. */
    private static final class FromBrowser implements WebSocket.Listener {
        private final CoreSession session;
        private final StringBuilder message = new StringBuilder();

        FromBrowser(CoreSession session) {
            this.session = session;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (!last) {
                webSocket.request(1);
                return null;
            }
            CompletableFuture<Void> sent = new CompletableFuture<>();
            session.sendFrame(
                    text(message.toString()),
                    Callback.from(
                            () -> {
                                webSocket.request(1);
                                sent.complete(null);
                            },
                            failure -> {
                                webSocket.abort();
                                sent.complete(null);
                            }),
                    false);
            message.setLength(0);
            return sent;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            session.close(CloseStatus.SHUTDOWN, "the browser is gone", Callback.NOOP);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            session.close(CloseStatus.SHUTDOWN, "the browser is gone", Callback.NOOP);
        }
    }
}
