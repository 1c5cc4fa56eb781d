package dev.reader.examples.local.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.JsonNodes;
import java.util.Map;

/**
 * Converts a shorthand schema, which maps names to type names, such as <code>{"title": "string", "years":
 * "integer[]"}</code>. Objects can be nested, and a list of one type is an array.
 */
final class SchemaShorthand {
    private SchemaShorthand() {}

    /** Returns the JSON Schema for a map of names to type names. */
    static ObjectNode toSchema(ObjectNode names) throws ExtractionException {
        ObjectNode schema = JsonNodes.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (Map.Entry<String, JsonNode> field : names.properties()) {
            properties.set(field.getKey(), type(field.getKey(), field.getValue()));
        }
        return schema;
    }

    private static ObjectNode type(String name, JsonNode type) throws ExtractionException {
        if (type instanceof ObjectNode nested) {
            return toSchema(nested);
        }
        if (type.isArray() && type.size() == 1) {
            ObjectNode array = JsonNodes.object().put("type", "array");
            array.set("items", type(name, type.get(0)));
            return array;
        }
        if (!type.isTextual()) {
            throw new ExtractionException("The type of " + name + " is not a type name: " + type);
        }
        if (type.textValue().endsWith("[]")) {
            ObjectNode array = JsonNodes.object().put("type", "array");
            array.putObject("items")
                    .put("type", type.textValue().substring(0, type.textValue().length() - 2));
            return array;
        }
        return JsonNodes.object().put("type", type.textValue());
    }
}
