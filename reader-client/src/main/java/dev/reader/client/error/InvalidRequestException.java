package dev.reader.client.error;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Thrown when the server finds the request wrong ({@code invalid_request}, HTTP 400). */
public class InvalidRequestException extends ReaderApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception from an answer.
     *
     * @param response the answer
     */
    public InvalidRequestException(ErrorResponse response) {
        super(response);
    }

    /**
     * One thing that is wrong with a request.
     *
     * @param path where, as a dotted path such as {@code webhook.url}; empty for the request as a whole
     * @param code the kind of mistake, or null
     * @param message what is wrong, for people
     */
    public record Issue(String path, @Nullable String code, String message) {}

    /** {@return what is wrong, each with its place; empty where the server does not say} */
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
