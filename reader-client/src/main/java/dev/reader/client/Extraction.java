package dev.reader.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.json.Json;
import dev.reader.client.internal.schema.RecordSchema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is extracted from a page as JSON: by a schema, by a prompt, or by both (docs/reader-api.md §2). Immutable.
 *
 * <pre>{@code
 * record Product(String name, @Nullable BigDecimal price, List<String> colours) {}
 *
 * Page page = reader.scrape(ScrapeRequest.builder(url).extract(Product.class).build());
 * Product product = page.extractedAs(Product.class);
 * }</pre>
 */
public final class Extraction {
    private static final TypeReference<JsonNode> TREE = new TypeReference<>() {};

    private final @Nullable ObjectNode schema;
    private final @Nullable String prompt;

    private Extraction(@Nullable ObjectNode schema, @Nullable String prompt) {
        this.schema = schema;
        this.prompt = prompt;
    }

    /**
     * Extracts what fills a record.
     *
     * <p>The components become the properties of the schema, under the names by which Jackson binds them. They may be
     * text, numbers, booleans, enums, {@code Instant}, {@code OffsetDateTime}, {@code LocalDate}, {@code LocalTime},
     * {@code URI}, {@code JsonNode} for anything, a class with a textual {@code @JsonValue}, another record, and {@code
     * List}, {@code Set}, {@code Collection} and {@code Map} (with {@code String} keys) of these. A component whose type
     * is annotated {@code @Nullable}, by JSpecify or anybody else, may be null and absent. {@link Description} says what
     * is meant. An enum's constant with Jackson's {@code @JsonEnumDefaultValue} is not asked for: it takes what is none of
     * the others.
     *
     * <p>A page need not have what is asked for, whatever the schema says, and the server gives null then. Take a boxed
     * type for a number that may be missing: see {@link dev.reader.client.model.Page#extractedAs}.
     *
     * @param type a record
     * @return the extraction
     * @throws IllegalArgumentException if the record can't become a schema, since it contains itself, is generic, or has a
     *     component of a raw or another type; names the component
     */
    public static Extraction ofRecord(Class<? extends Record> type) {
        return new Extraction(RecordSchema.of(Checks.notNull("type", type)), null);
    }

    /**
     * Extracts what fits a JSON Schema.
     *
     * @param schema a JSON object: the schema, or the short form that {@link #ofFields} makes
     * @return the extraction
     */
    public static Extraction ofSchema(JsonNode schema) {
        if (!(Checks.notNull("schema", schema) instanceof ObjectNode object) || object.isEmpty()) {
            throw new IllegalArgumentException("schema is no JSON object with something in it");
        }
        return new Extraction(object.deepCopy(), null);
    }

    /**
     * Extracts what fits a JSON Schema.
     *
     * @param schema a JSON object as text
     * @return the extraction
     */
    public static Extraction ofSchema(String schema) {
        try {
            return ofSchema(Json.read(Checks.notBlank("schema", schema), TREE));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("schema can't be read: " + Json.reason(e), e);
        }
    }

    /**
     * Extracts single fields, in the API's short form of a schema.
     *
     * @param fields the type of each field, such as {@code string}, {@code number} or {@code boolean}, by its name
     * @return the extraction
     */
    public static Extraction ofFields(Map<String, String> fields) {
        if (Checks.notNull("fields", fields).isEmpty()) {
            throw new IllegalArgumentException("fields is empty");
        }
        Map<String, String> checked = new LinkedHashMap<>();
        fields.forEach((name, type) ->
                checked.put(Checks.notBlank("a name in fields", name), Checks.notBlank("fields[" + name + "]", type)));
        return new Extraction((ObjectNode) Json.tree(checked), null);
    }

    /**
     * Extracts what is asked for in words; the server chooses the form.
     *
     * @param prompt what to extract, not blank
     * @return the extraction
     */
    public static Extraction ofPrompt(String prompt) {
        return new Extraction(null, Checks.notBlank("prompt", prompt));
    }

    /**
     * Returns this extraction with a prompt beside its schema, or with another prompt.
     *
     * @param newPrompt what to extract, not blank
     * @return the extraction
     */
    public Extraction withPrompt(String newPrompt) {
        return new Extraction(schema, Checks.notBlank("prompt", newPrompt));
    }

    /** {@return a copy of the schema or of its short form, or null where there is only a prompt} */
    public @Nullable JsonNode schema() {
        return schema == null ? null : schema.deepCopy();
    }

    /** {@return the prompt, or null where there is only a schema} */
    public @Nullable String prompt() {
        return prompt;
    }

    /** What goes over the wire. */
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        if (schema != null) {
            body.put("schema", Json.immutable(schema));
        }
        if (prompt != null) {
            body.put("prompt", prompt);
        }
        return Collections.unmodifiableMap(body);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Extraction that
                && Objects.equals(schema, that.schema)
                && Objects.equals(prompt, that.prompt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(schema, prompt);
    }

    @Override
    public String toString() {
        return "Extraction" + body();
    }
}
