package dev.reader.examples.local.http;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;

/** Accepts WebSockets at {@code /v1/sessions/{id}/cdp?token=…}. */
final class SessionNegotiator implements WebSocketNegotiator {
    private static final Pattern PATH = Pattern.compile("/v1/sessions/([^/]+)/cdp");
    private static final int MAX_FRAME_BYTES = 128 * 1024 * 1024;

    private final LocalHttpServer.SessionConnector sessions;

    SessionNegotiator(LocalHttpServer.SessionConnector sessions) {
        this.sessions = sessions;
    }

    @Override
    public @Nullable FrameHandler negotiate(
            ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        Matcher path = PATH.matcher(request.getHttpURI().getPath());
        try {
            if (!path.matches()) {
                throw new ApiException(ErrorCode.NOT_FOUND, "No WebSocket is served at " + request.getHttpURI());
            }
            String token = Request.extractQueryParameters(request).getValue("token");
            return sessions.connect(path.group(1), token);
        } catch (ApiException e) {
            ErrorResponder.send(e, response, callback);
            return null;
        }
    }

    @Override
    public void customize(Configuration configuration) {
        configuration.setIdleTimeout(Duration.ZERO);
        configuration.setMaxFrameSize(MAX_FRAME_BYTES);
        configuration.setAutoFragment(false);
    }
}
