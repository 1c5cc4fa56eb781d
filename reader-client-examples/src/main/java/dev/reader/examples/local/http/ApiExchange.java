package dev.reader.examples.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request to the API and its response. */
public final class ApiExchange {
    private static final int MAX_BODY = 10 * 1024 * 1024;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Map<String, String> pathParameters;
    private final boolean resetInsteadOfResponse;

    /**
     * Creates an exchange.
     *
     * @param resetInsteadOfResponse whether to reset the connection instead of sending the response
     */
    ApiExchange(
            HttpServletRequest request,
            HttpServletResponse response,
            Map<String, String> pathParameters,
            boolean resetInsteadOfResponse) {
        this.request = request;
        this.response = response;
        this.pathParameters = pathParameters;
        this.resetInsteadOfResponse = resetInsteadOfResponse;
    }

    public HttpServletRequest request() {
        return request;
    }

    public HttpServletResponse response() {
        return response;
    }

    public String path() {
        return request.getRequestURI();
    }

    /** Returns the URL without its query, with the host as the client sent it. */
    public String url() {
        return request.getRequestURL().toString();
    }

    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route of " + path() + " has no {" + name + "}");
        }
        return value;
    }

    @Nullable
    String query(String name) {
        return request.getParameter(name);
    }

    @Nullable
    public String header(String name) {
        return request.getHeader(name);
    }

    /** Returns the body, which must be a JSON object. */
    public ObjectNode body() throws IOException {
        return parse(bytes());
    }

    /** Returns the body, which must be a JSON object; an empty object if the request has no body. */
    public ObjectNode bodyOrEmpty() throws IOException {
        byte[] bytes = bytes();
        return bytes.length == 0 ? JsonNodes.object() : parse(bytes);
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
            body = JsonNodes.parse(bytes);
        } catch (IOException e) {
            throw ApiException.invalid("", "invalid_json", "The body is not valid JSON");
        }
        if (!(body instanceof ObjectNode object)) {
            throw ApiException.invalid("", "invalid_type", "The body must be a JSON object");
        }
        return object;
    }

    public void send(ApiResponse apiResponse) throws IOException {
        if (resetInsteadOfResponse) {
            ConnectionFaults.reset(request);
            return;
        }
        response.setStatus(apiResponse.status());
        response.setContentType("application/json");
        if (apiResponse.retryAfterSeconds() > 0) {
            response.setHeader("Retry-After", Long.toString(apiResponse.retryAfterSeconds()));
        }
        response.setContentLength(apiResponse.body().length);
        response.getOutputStream().write(apiResponse.body());
    }
}
