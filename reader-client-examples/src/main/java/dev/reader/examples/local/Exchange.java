package dev.reader.examples.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request to the API and the way to answer it. */
final class Exchange {
    private static final int MAX_BODY = 10 * 1024 * 1024;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Map<String, String> pathParameters;
    private final boolean resetInsteadOfReply;

    /** @param resetInsteadOfReply whether the answer is withheld and the connection reset */
    Exchange(
            HttpServletRequest request,
            HttpServletResponse response,
            Map<String, String> pathParameters,
            boolean resetInsteadOfReply) {
        this.request = request;
        this.response = response;
        this.pathParameters = pathParameters;
        this.resetInsteadOfReply = resetInsteadOfReply;
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }

    String path() {
        return request.getRequestURI();
    }

    /** The URL without its query, as the client wrote the host. */
    String url() {
        return request.getRequestURL().toString();
    }

    String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no {" + name + "} in the route of " + path());
        }
        return value;
    }

    @Nullable
    String query(String name) {
        return request.getParameter(name);
    }

    @Nullable
    String header(String name) {
        return request.getHeader(name);
    }

    /** The body, which has to be a JSON object. */
    ObjectNode body() throws IOException {
        return parse(bytes());
    }

    /** As {@link #body}, and an empty object when there is no body at all. */
    ObjectNode bodyOrEmpty() throws IOException {
        byte[] bytes = bytes();
        return bytes.length == 0 ? Json.object() : parse(bytes);
    }

    private byte[] bytes() throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw ApiException.invalid("", "too_big", "The body is larger than " + MAX_BODY + " bytes");
        }
        return bytes;
    }

    private static ObjectNode parse(byte[] bytes) {
        JsonNode body;
        try {
            body = Json.parse(bytes);
        } catch (IOException e) {
            throw ApiException.invalid("", "invalid_json", "The body is no JSON");
        }
        if (!(body instanceof ObjectNode object)) {
            throw ApiException.invalid("", "invalid_type", "The body must be a JSON object");
        }
        return object;
    }

    void send(Reply reply) throws IOException {
        if (resetInsteadOfReply) {
            Connections.reset(request);
            return;
        }
        response.setStatus(reply.status());
        response.setContentType("application/json");
        if (reply.retryAfterSeconds() > 0) {
            response.setHeader("Retry-After", Long.toString(reply.retryAfterSeconds()));
        }
        response.setContentLength(reply.body().length);
        response.getOutputStream().write(reply.body());
    }
}
