package dev.reader.client.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Checks;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Converts records to and from maps, lists and scalars in the form of the wire. An application's mapper handles these in
 * the same way whatever its version, modules and settings.
 */
public final class Portable {
    private static final TypeReference<JsonNode> TREE = new TypeReference<>() {};

    private Portable() {}

    /** Returns the JSON object of a record as unmodifiable maps, lists and scalars. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> toMap(Object record) {
        return (Map<String, Object>) Objects.requireNonNull(Json.immutable(Json.tree(record)));
    }

    /**
     * Reads a record from maps, lists and scalars. They become JSON in between, so that a number has the same type
     * whichever mapper read it.
     *
     * @throws IllegalArgumentException if the map does not fit the record
     */
    public static <T> T fromMap(@Nullable Map<String, ?> map, Class<T> type) {
        return fromJson(new String(Json.write(Checks.notNull("map", map)), StandardCharsets.UTF_8), type);
    }

    /** Returns the JSON object of a record as text. */
    public static String toJson(Object record) {
        return Json.tree(record).toString();
    }

    /**
     * Reads a record from the text of a JSON object.
     *
     * @throws IllegalArgumentException if the text is not JSON, or does not fit the record
     */
    public static <T> T fromJson(String json, Class<T> type) {
        try {
            return Json.convert(Json.read(Checks.notNull("json", json), TREE), type);
        } catch (JsonProcessingException e) {
            throw unreadable(type, e);
        }
    }

    /**
     * Reads a record from a tree.
     *
     * @throws IllegalArgumentException if the tree does not fit the record
     */
    public static <T> T fromTree(JsonNode tree, Class<T> type) {
        try {
            return Json.convert(tree, type);
        } catch (JsonProcessingException e) {
            throw unreadable(type, e);
        }
    }

    private static IllegalArgumentException unreadable(Class<?> type, JsonProcessingException cause) {
        return new IllegalArgumentException(
                "the JSON is not a " + type.getSimpleName() + ": " + Json.reason(cause), cause);
    }
}
