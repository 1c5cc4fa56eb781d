package dev.reader.client.error;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Thrown when the server rejects the request as invalid ({@code invalid_request}, HTTP 400). */
public class InvalidRequestException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param response the error response
     */
    public InvalidRequestException(ErrorResponse response) {
        super(response);
    }

    /**
     * A problem of a request.
     *
     * @param path the location of the problem, as a dotted path such as {@code webhook.url}; empty for the request as a whole
     * @param code the kind of problem, or null
     * @param message a description for people
     */
    public record Issue(String path, @Nullable String code, String message) {}

    /** {@return the problems of the request; empty if the server does not list them} */
    public List<Issue> issues() {
        JsonNode issues = response().detail("issues");
        if (issues == null || !issues.isArray()) {
            return List.of();
        }
        return StreamSupport.stream(issues.spliterator(), false)
                .filter(JsonNode::isObject)
                .map(issue -> new Issue(
                        path(issue.path("path")),
                        issue.hasNonNull("code") ? issue.path("code").asText() : null,
                        issue.path("message").asText()))
                .toList();
    }

    private static String path(JsonNode path) {
        if (!path.isArray()) {
            return path.asText();
        }
        return StreamSupport.stream(path.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("."));
    }
}
