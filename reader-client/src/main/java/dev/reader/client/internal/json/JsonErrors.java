package dev.reader.client.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.stream.Collectors;

/** Describes parse errors without Jackson's messages, which quote the input and may contain a secret. */
final class JsonErrors {
    private JsonErrors() {}

    static String describe(JsonProcessingException error) {
        StringBuilder text = new StringBuilder(kind(error));
        if (error instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            text.append(" at ").append(path(mapping));
        }
        JsonLocation location = error.getLocation();
        if (location != null && location.getLineNr() > 0) {
            text.append(" (line ")
                    .append(location.getLineNr())
                    .append(", column ")
                    .append(location.getColumnNr())
                    .append(')');
        }
        return text.toString();
    }

    private static String kind(JsonProcessingException error) {
        if (error instanceof JsonEOFException) {
            return "the JSON is truncated";
        }
        if (error instanceof JsonParseException) {
            return "not JSON";
        }
        if (error instanceof InvalidNullException) {
            return "null for a required value";
        }
        if (error instanceof MismatchedInputException mismatched && mismatched.getTargetType() != null) {
            return "not a valid " + mismatched.getTargetType().getSimpleName();
        }
        return error instanceof JsonMappingException ? "JSON of an unexpected structure" : error.getOriginalMessage();
    }

    private static String path(JsonMappingException error) {
        return error.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }
}
