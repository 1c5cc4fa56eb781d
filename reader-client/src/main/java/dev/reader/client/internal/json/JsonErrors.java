package dev.reader.client.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.stream.Collectors;

/** Describes a parse error in words of our own, since Jackson's quote the input, which may hold a secret. */
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
            return "the JSON ends too early";
        }
        if (error instanceof JsonParseException) {
            return "not JSON";
        }
        if (error instanceof InvalidNullException) {
            return "a null where a value is due";
        }
        if (error instanceof MismatchedInputException mismatched && mismatched.getTargetType() != null) {
            return "no valid " + mismatched.getTargetType().getSimpleName();
        }
        return error instanceof JsonMappingException ? "JSON of another shape" : error.getOriginalMessage();
    }

    private static String path(JsonMappingException error) {
        return error.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }
}
