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
 * Describes the JSON to extract from a page: by a schema, a prompt, or both (docs/reader-api.md §2). Immutable.
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
     * Extracts the components of a record.
     *
     * <p>The components become the properties of the schema, under their Jackson property names. A component's type may
     * be {@code String}, a number, a boolean, an enum, {@code Instant}, {@code OffsetDateTime}, {@code LocalDate},
     * {@code LocalTime}, {@code URI}, {@code JsonNode} for any JSON, a class with a textual {@code @JsonValue}, another
     * record, or a {@code List}, {@code Set}, {@code Collection} or {@code Map} (with {@code
     * String} keys) of these. A component whose type has an annotation named {@code @Nullable}, from JSpecify or any
     * other library, may be null or absent. {@link Description} adds a description. An enum constant with Jackson's
     * {@code @JsonEnumDefaultValue} is left out of the schema: it stands for any unknown value.
     *
     * <p>If a page lacks a value, the server returns null even for a required property. Use a boxed type for a number
     * that may be missing: see {@link dev.reader.client.model.Page#extractedAs}.
     *
     * @param type a record
     * @return the extraction
     * @throws IllegalArgumentException if the record contains itself, is generic, or has a component of a raw or
     *     unsupported type; the message names the component
     */
    public static Extraction ofRecord(Class<? extends Record> type) {
        return new Extraction(RecordSchema.of(Checks.notNull("type", type)), null);
    }

    /**
     * Extracts JSON that conforms to a JSON Schema.
     *
     * @param schema a JSON object: the schema, or the short form that {@link #ofFields} creates
     * @return the extraction
     */
    public static Extraction ofSchema(JsonNode schema) {
        if (!(Checks.notNull("schema", schema) instanceof ObjectNode object) || object.isEmpty()) {
            throw new IllegalArgumentException("schema must be a non-empty JSON object, but is " + schema);
        }
        return new Extraction(object.deepCopy(), null);
    }

    /**
     * Extracts JSON that conforms to a JSON Schema.
     *
     * @param schema a JSON object as text
     * @return the extraction
     */
    public static Extraction ofSchema(String schema) {
        try {
            return ofSchema(Json.read(Checks.notBlank("schema", schema), TREE));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("can't parse schema: " + Json.reason(e), e);
        }
    }

    /**
     * Extracts individual fields, using the API's short form of a schema.
     *
     * @param fields the types of the fields, such as {@code string}, {@code number} or {@code boolean}, by field name
     * @return the extraction
     */
    public static Extraction ofFields(Map<String, String> fields) {
        if (Checks.notNull("fields", fields).isEmpty()) {
            throw new IllegalArgumentException("fields is empty");
        }
        Map<String, String> checked = new LinkedHashMap<>();
        fields.forEach((name, type) ->
                checked.put(Checks.notBlank("field name", name), Checks.notBlank("fields[" + name + "]", type)));
        return new Extraction((ObjectNode) Json.tree(checked), null);
    }

    /**
     * Extracts what a prompt asks for; the server chooses the structure of the JSON.
     *
     * @param prompt a description of the data, not blank
     * @return the extraction
     */
    public static Extraction ofPrompt(String prompt) {
        return new Extraction(null, Checks.notBlank("prompt", prompt));
    }

    /**
     * Returns a copy of this extraction with the given prompt in addition to its schema, if any.
     *
     * @param newPrompt a description of the data, not blank
     * @return the extraction
     */
    public Extraction withPrompt(String newPrompt) {
        return new Extraction(schema, Checks.notBlank("prompt", newPrompt));
    }

    /** {@return a copy of the schema or of its short form, or null if there is only a prompt} */
    public @Nullable JsonNode schema() {
        return schema == null ? null : schema.deepCopy();
    }

    /** {@return the prompt, or null if there is only a schema} */
    public @Nullable String prompt() {
        return prompt;
    }

    /** Returns the JSON body of the extraction. */
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
