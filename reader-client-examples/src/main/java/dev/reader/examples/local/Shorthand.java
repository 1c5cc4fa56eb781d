package dev.reader.examples.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The short way to write a schema: names with type names, as <code>{"title": "string", "years": "integer[]"}</code>.
 * Objects nest, and a list of one type is an array as well.
 */
final class Shorthand {
    private Shorthand() {}

    /** The JSON Schema that a map of names to type names stands for. */
    static ObjectNode toSchema(ObjectNode names) throws ExtractionException {
        ObjectNode schema = Json.object().put("type", "object");
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
            ObjectNode array = Json.object().put("type", "array");
            array.set("items", type(name, type.get(0)));
            return array;
        }
        if (!type.isTextual()) {
            throw new ExtractionException("The type of " + name + " is no type name: " + type);
        }
        if (type.textValue().endsWith("[]")) {
            ObjectNode array = Json.object().put("type", "array");
            array.putObject("items")
                    .put("type", type.textValue().substring(0, type.textValue().length() - 2));
            return array;
        }
        return Json.object().put("type", type.textValue());
    }
}
