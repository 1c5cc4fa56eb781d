package dev.reader.client.internal.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one mapper of the library, private to it so that no setting of the application reaches it and none of its reaches
 * the application.
 *
 * <p>Lenient about what is new (unknown properties), strict about what is wrong: a missing or null number is no 0, 1.7 is
 * no 1, {@code null} is no document, and nothing may follow one.
 */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder(factory())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .addModule(new SimpleModule()
                    .addDeserializer(Instant.class, new InstantDeserializer())
                    .addDeserializer(OffsetDateTime.class, TextDeserializer.offsetDateTime())
                    .addDeserializer(LocalDate.class, TextDeserializer.localDate())
                    .addDeserializer(LocalTime.class, TextDeserializer.localTime())
                    .addSerializer(Instant.class, com.fasterxml.jackson.databind.ser.std.ToStringSerializer.instance))
            .build();

    private Json() {}

    private static JsonFactory factory() {
        // How long an answer may be is the transport's limit; a base64 screenshot is one string of tens of megabytes.
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                // Quotes of the input in a parse error could hold secrets.
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
    }

    /** Reads one JSON document of UTF-8 bytes that are in memory. */
    public static <T> T read(InputStream document, TypeReference<T> type) throws JsonProcessingException {
        try {
            return present(MAPPER.readValue(document, type));
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /** Reads one JSON document of UTF-8 bytes. */
    public static <T> T read(byte[] document, TypeReference<T> type) throws JsonProcessingException {
        try {
            return present(MAPPER.readValue(document, type));
        } catch (JsonProcessingException e) {
            throw e;
        } catch (CharConversionException e) {
            throw new JsonParseException(null, "in no encoding of JSON", e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /** Reads one JSON document. */
    public static <T> T read(String document, TypeReference<T> type) throws JsonProcessingException {
        return present(MAPPER.readValue(document, type));
    }

    private static <T> T present(@Nullable T value) throws JsonProcessingException {
        if (value == null) {
            throw new AbsentDocumentException();
        }
        return value;
    }

    /** Binds a tree to a class of the caller's. */
    public static <T> T convert(JsonNode tree, Class<T> type) throws JsonProcessingException {
        return MAPPER.treeToValue(tree, type);
    }

    /** The names by which the components of a record, or the properties of a bean, are bound; by their Java names. */
    public static Map<String, String> propertyNames(Class<?> type) {
        return Introspection.propertyNames(MAPPER, type);
    }

    /** Whether a class stands for one text, by a {@code @JsonValue}. */
    public static boolean isWrittenAsText(Class<?> type) {
        return Introspection.isWrittenAsText(MAPPER, type);
    }

    /** The texts of an enum's constants, but for the one that stands for every text that is none of them. */
    public static List<String> enumValues(Class<?> type) {
        return Introspection.enumValues(MAPPER, type);
    }

    /** Turns a value into a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(Objects.requireNonNull(value));
    }

    /** Turns a tree into maps, lists and values that nobody can change. */
    public static @Nullable Object immutable(JsonNode tree) {
        return Introspection.immutable(tree);
    }

    /** Writes a value as UTF-8 bytes. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("can't be written as JSON: " + reason(e), e);
        }
    }

    /** Says what is wrong with a document and where, without quoting it. */
    public static String reason(JsonProcessingException error) {
        return JsonErrors.describe(error);
    }

    /** Reads an ISO-8601 time of an error's details, where a wrong one is as good as none. */
    public static @Nullable Instant instantOrNull(@Nullable JsonNode node) {
        if (node == null || !node.isTextual()) {
            return null;
        }
        try {
            return InstantDeserializer.parse(node.textValue());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static final class AbsentDocumentException extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        AbsentDocumentException() {
            super("the document is null");
        }
    }
}
