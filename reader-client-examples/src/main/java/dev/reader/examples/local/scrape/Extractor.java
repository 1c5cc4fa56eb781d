package dev.reader.examples.local.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.reader.examples.local.http.JsonNodes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.nodes.Document;

/**
 * Fills a schema from a page by rules: looks up the name of each field in the {@link PageFacts} and converts the value
 * to the type of the field. Missing values become null; nothing is guessed.
 */
final class Extractor {
    private static final int MAX_DEPTH = 16;

    private final PageFacts facts;
    private final JsonNode root;

    private Extractor(PageFacts facts, JsonNode root) {
        this.facts = facts;
        this.root = root;
    }

    static JsonNode extract(Document page, ExtractionOptions options) throws ExtractionException {
        PageFacts facts = new PageFacts(page);
        ObjectNode schema = options.schema();
        if (schema == null) {
            return fromPrompt(facts, options.prompt() == null ? "" : options.prompt());
        }
        boolean jsonSchema = schema.has("$schema") || schema.path("properties").isObject() || schema.has("$ref");
        ObjectNode wholeSchema = jsonSchema ? schema : SchemaShorthand.toSchema(schema);
        return new Extractor(facts, wholeSchema).object(wholeSchema, JsonNodes.object(), true, 0);
    }

    /** Returns every fact whose name occurs in the prompt. */
    private static JsonNode fromPrompt(PageFacts facts, String prompt) throws ExtractionException {
        Set<String> names = new TreeSet<>();
        for (String word : prompt.split("[^\\p{L}\\p{N}]+", -1)) {
            if (!facts.find(word).isEmpty()) {
                names.add(word);
            }
        }
        if (names.isEmpty()) {
            throw new ExtractionException("The page has no data that the prompt names; name fields, or use a schema");
        }
        ObjectNode result = JsonNodes.object();
        for (String name : names) {
            List<JsonNode> found = facts.find(name);
            result.set(
                    name, found.size() == 1 ? found.get(0) : JsonNodes.array().addAll(found));
        }
        return result;
    }

    /**
     * Returns an object that is filled from a value of the page.
     *
     * @param pageWide whether fields that the value lacks are looked up on the whole page
     */
    private JsonNode object(JsonNode schema, JsonNode source, boolean pageWide, int depth) throws ExtractionException {
        JsonNode properties = resolve(schema, depth).path("properties");
        if (!properties.isObject()) {
            throw new ExtractionException("The schema of an object has no properties");
        }
        ObjectNode result = JsonNodes.object();
        boolean found = false;
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            JsonNode value = value(property.getKey(), property.getValue(), source, pageWide, depth + 1);
            result.set(property.getKey(), value);
            found |= !value.isNull() && !(value.isArray() && value.isEmpty());
        }
        return found || depth == 0 ? result : NullNode.instance;
    }

    private JsonNode value(String name, JsonNode unresolved, JsonNode source, boolean pageWide, int depth)
            throws ExtractionException {
        JsonNode schema = resolve(unresolved, depth);
        String type = type(schema);
        List<JsonNode> found = source.has(name) ? List.of(source.get(name)) : pageWide ? facts.find(name) : List.of();
        if (type.equals("object")) {
            JsonNode inner =
                    found.stream().filter(JsonNode::isObject).findFirst().orElse(JsonNodes.object());
            return object(schema, inner, pageWide, depth);
        }
        if (type.equals("array")) {
            return array(name, found, resolve(schema.path("items"), depth), pageWide, depth);
        }
        for (JsonNode candidate : found) {
            JsonNode value = scalar(name, candidate, schema);
            if (!value.isNull()) {
                return value;
            }
        }
        return NullNode.instance;
    }

    private JsonNode array(String name, List<JsonNode> found, JsonNode items, boolean pageWide, int depth)
            throws ExtractionException {
        boolean objects = type(items).equals("object");
        ArrayNode result = JsonNodes.array();
        for (JsonNode value : found) {
            for (JsonNode element : value.isArray() ? value : JsonNodes.array().add(value)) {
                if (!objects) {
                    addIfFound(result, scalar(name, element, items));
                } else if (element.isObject()) {
                    addIfFound(result, object(items, element, false, depth + 1));
                }
            }
        }
        if (!result.isEmpty() || !pageWide) {
            return result.isEmpty() ? NullNode.instance : result;
        }
        return objects ? rows(name, items.path("properties")) : column(name, items);
    }

    private JsonNode column(String name, JsonNode items) throws ExtractionException {
        ArrayNode result = JsonNodes.array();
        for (PageFacts.Table table : facts.tables()) {
            if (result.isEmpty() && table.columns().contains(PageFacts.key(name))) {
                for (Map<String, String> row : table.rows()) {
                    addIfFound(result, cell(row, name, items));
                }
            }
        }
        return result.isEmpty() ? NullNode.instance : result;
    }

    private static void addIfFound(ArrayNode result, JsonNode value) {
        if (!value.isNull()) {
            result.add(value);
        }
    }

    /** Returns the rows of the table with the most matching columns; prefers a table below a heading of this name. */
    private JsonNode rows(String name, JsonNode properties) throws ExtractionException {
        PageFacts.Table best = null;
        int bestScore = 0;
        for (PageFacts.Table table : facts.tables()) {
            int score = 0;
            for (Map.Entry<String, JsonNode> property : properties.properties()) {
                score += table.columns().contains(PageFacts.key(property.getKey())) ? 2 : 0;
            }
            score += score > 0 && table.heading().equals(PageFacts.key(name)) ? 1 : 0;
            if (score > bestScore) {
                best = table;
                bestScore = score;
            }
        }
        if (best == null) {
            return NullNode.instance;
        }
        ArrayNode result = JsonNodes.array();
        for (Map<String, String> row : best.rows()) {
            ObjectNode object = result.addObject();
            for (Map.Entry<String, JsonNode> property : properties.properties()) {
                object.set(property.getKey(), cell(row, property.getKey(), resolve(property.getValue(), 1)));
            }
        }
        return result;
    }

    private static JsonNode cell(Map<String, String> row, String name, JsonNode schema) throws ExtractionException {
        String text = row.get(PageFacts.key(name));
        return text == null ? NullNode.instance : scalar(name, TextNode.valueOf(text), schema);
    }

    private static JsonNode scalar(String name, JsonNode found, JsonNode schema) throws ExtractionException {
        String type = type(schema);
        if (schema.has("enum")) {
            for (JsonNode allowed : schema.get("enum")) {
                if (allowed.asText().equalsIgnoreCase(ValueParser.string(found).asText())) {
                    return allowed;
                }
            }
            return NullNode.instance;
        }
        return switch (type) {
            case "string", "date" -> ValueParser.string(found);
            case "number" -> ValueParser.number(found);
            case "integer" -> ValueParser.integer(found);
            case "boolean" -> ValueParser.bool(found);
            default -> throw new ExtractionException("The type of " + name + " is unknown: " + type);
        };
    }

    /** Returns the type; ignores {@code null} among alternatives. */
    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        for (JsonNode alternative : type.isArray() ? type : JsonNodes.array().add(type)) {
            if (!alternative.asText().equals("null") && !alternative.isMissingNode()) {
                return alternative.asText();
            }
        }
        return schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
    }

    /** Follows {@code $ref} within the schema, and selects the first alternative that is not null. */
    private JsonNode resolve(JsonNode schema, int depth) throws ExtractionException {
        if (depth > MAX_DEPTH) {
            throw new ExtractionException("The schema is nested more than " + MAX_DEPTH + " levels deep");
        }
        if (schema.path("$ref").isTextual()) {
            String ref = schema.path("$ref").textValue();
            JsonNode target = ref.startsWith("#/") ? root.at(ref.substring(1)) : root.path("");
            if (target.isMissingNode()) {
                throw new ExtractionException("The schema does not contain " + ref);
            }
            return resolve(target, depth + 1);
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            for (JsonNode alternative : schema.path(choice)) {
                if (!alternative.path("type").asText().equals("null")) {
                    return resolve(alternative, depth + 1);
                }
            }
        }
        return schema;
    }
}
