package dev.reader.examples.local.http;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sends the error envelope for requests that do not reach {@link ApiServlet}. */
final class ErrorResponder {
    private ErrorResponder() {}

    static void send(ApiException error, Response response, Callback callback) {
        ApiResponse envelope = error.response(Set.of());
        response.setStatus(envelope.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put("x-request-id", "req_" + UUID.randomUUID());
        response.write(true, ByteBuffer.wrap(envelope.body()), callback);
    }
}
