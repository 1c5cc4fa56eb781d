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
import java.time.Duration;
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
 * Reads and writes JSON with the library's private mappers, which share no settings with the application's.
 *
 * <p>One mapper reads the server's records: it tolerates unknown properties and optional properties of an unexpected
 * type ({@link LenientRecords}). The other binds the user's classes and is strict: a missing or null number is an
 * error, not 0. Both reject 1.7 for an integer, the document {@code null}, and trailing content after a document.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(factory())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .annotationIntrospector(new ComponentIntrospector())
            .addModule(new SimpleModule()
                    .addDeserializer(Instant.class, new InstantDeserializer())
                    .addDeserializer(OffsetDateTime.class, TextDeserializer.offsetDateTime())
                    .addDeserializer(LocalDate.class, TextDeserializer.localDate())
                    .addDeserializer(LocalTime.class, TextDeserializer.localTime())
                    .addSerializer(Duration.class, new MillisSerializer())
                    .addSerializer(Instant.class, com.fasterxml.jackson.databind.ser.std.ToStringSerializer.instance))
            .build();

    private static final ObjectMapper WIRE = MAPPER.rebuild()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .annotationIntrospector(LenientRecords.introspector())
            .addModule(new LenientRecords())
            .build();

    private Json() {}

    private static JsonFactory factory() {
        // The transport limits the size of a response; a base64 screenshot is a string of tens of megabytes.
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                // Input quoted in a parse error could contain secrets.
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
    }

    /** Reads one JSON document from UTF-8 bytes in memory. */
    public static <T> T read(InputStream document, TypeReference<T> type) throws JsonProcessingException {
        try {
            return present(WIRE.readValue(document, type));
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /** Reads one JSON document from UTF-8 bytes. */
    public static <T> T read(byte[] document, TypeReference<T> type) throws JsonProcessingException {
        try {
            return present(WIRE.readValue(document, type));
        } catch (JsonProcessingException e) {
            throw e;
        } catch (CharConversionException e) {
            throw new JsonParseException(null, "not in a valid JSON encoding", e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /** Reads one JSON document. */
    public static <T> T read(String document, TypeReference<T> type) throws JsonProcessingException {
        return present(WIRE.readValue(document, type));
    }

    private static <T> T present(@Nullable T value) throws JsonProcessingException {
        if (value == null) {
            throw new AbsentDocumentException();
        }
        return value;
    }

    /** Reads a record of the server from a tree. */
    public static <T> T convert(JsonNode tree, Class<T> type) throws JsonProcessingException {
        return WIRE.treeToValue(tree, type);
    }

    /** Binds a tree strictly to a class of the user. */
    public static <T> T bind(JsonNode tree, Class<T> type) throws JsonProcessingException {
        return MAPPER.treeToValue(tree, type);
    }

    /** Returns the JSON names of a record's components or a bean's properties, by their Java names. */
    public static Map<String, String> propertyNames(Class<?> type) {
        return Introspection.propertyNames(MAPPER, type);
    }

    /** Returns whether a class is serialized as a string by a {@code @JsonValue}. */
    public static boolean isWrittenAsText(Class<?> type) {
        return Introspection.isWrittenAsText(MAPPER, type);
    }

    /** Returns the strings of an enum's constants, except the default constant that unknown strings are read as. */
    public static List<String> enumValues(Class<?> type) {
        return Introspection.enumValues(MAPPER, type);
    }

    /** Converts a value to a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(Objects.requireNonNull(value));
    }

    /** Converts a tree to unmodifiable maps, lists and values. */
    public static @Nullable Object immutable(JsonNode tree) {
        return Introspection.immutable(tree);
    }

    /** Writes a value as UTF-8 bytes. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("can't write a value as JSON: " + reason(e), e);
        }
    }

    /** Describes what is wrong with a document and where, without quoting it. */
    public static String reason(JsonProcessingException error) {
        return JsonErrors.describe(error);
    }

    /** Reads an ISO-8601 time from an error's details; returns null if it is absent or malformed. */
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
