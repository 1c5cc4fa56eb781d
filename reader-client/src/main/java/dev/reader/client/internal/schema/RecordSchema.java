package dev.reader.client.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.Description;
import dev.reader.client.internal.json.Json;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Derives the JSON Schema of a record. Its properties have the names that Jackson binds, so that the extracted JSON can
 * be bound to the record. An instance derives a single schema.
 */
public final class RecordSchema {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Class<?> root;
    private final Deque<Class<?>> enclosing = new ArrayDeque<>();

    private RecordSchema(Class<?> root) {
        this.root = root;
    }

    /**
     * Derives the schema of a record.
     *
     * @throws IllegalArgumentException if the record can't be converted; the message names the component
     */
    public static ObjectNode of(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException("type must be a record, but is " + type.getName());
        }
        return new RecordSchema(type).object(type, "");
    }

    private ObjectNode object(Class<?> type, String path) {
        if (enclosing.contains(type)) {
            throw refused(path, "makes the schema recursive, because it is nested in another " + type.getSimpleName());
        }
        if (type.getTypeParameters().length > 0) {
            throw refused(path, "is generic: " + type.getName());
        }
        RecordComponent[] components = type.getRecordComponents();
        if (components.length == 0) {
            throw refused(path, "is a record without components: " + type.getName());
        }
        enclosing.push(type);
        Map<String, String> names = Json.propertyNames(type);
        ObjectNode properties = NODES.objectNode();
        ArrayNode required = NODES.arrayNode();
        for (RecordComponent component : components) {
            String at = path.isEmpty() ? component.getName() : path + "." + component.getName();
            String name = names.get(component.getName());
            if (name == null) {
                throw refused(at, "is not bound by Jackson; remove the annotation that ignores it");
            }
            boolean nullable = isNullable(component.getAnnotatedType());
            properties.set(name, describe(component, value(component.getAnnotatedType(), nullable, at)));
            if (!nullable) {
                required.add(name);
            }
        }
        enclosing.pop();
        ObjectNode schema = typed("object", false);
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return describe(type, schema);
    }

    private ObjectNode value(AnnotatedType annotated, boolean nullable, String path) {
        Type type = annotated.getType();
        if (type instanceof Class<?> plain) {
            return plain(plain, nullable, path);
        }
        if (annotated instanceof AnnotatedParameterizedType generic
                && type instanceof ParameterizedType parameterized
                && parameterized.getRawType() instanceof Class<?> raw) {
            return container(raw, generic.getAnnotatedActualTypeArguments(), nullable, path);
        }
        throw refused(path, "has the type variable or wildcard type " + type.getTypeName() + "; use a concrete type");
    }

    private ObjectNode plain(Class<?> type, boolean nullable, String path) {
        Scalars.Scalar scalar = Scalars.of(type);
        if (scalar != null) {
            ObjectNode schema = typed(scalar.type(), nullable);
            return scalar.format() == null ? schema : schema.put("format", scalar.format());
        }
        if (type.isEnum()) {
            return enumeration(type, nullable, path);
        }
        if (type == JsonNode.class) {
            return NODES.objectNode();
        }
        if (Json.isWrittenAsText(type)) {
            return typed("string", nullable);
        }
        if (type.isRecord()) {
            return nullableObject(object(type, path), nullable);
        }
        if (type.getTypeParameters().length > 0) {
            throw refused(path, "has the raw type " + type.getSimpleName() + "; add type arguments");
        }
        throw refused(path, "has the unsupported type " + type.getTypeName());
    }

    private ObjectNode container(Class<?> raw, AnnotatedType[] of, boolean nullable, String path) {
        if (raw == List.class || raw == Set.class || raw == Collection.class) {
            ObjectNode schema = typed("array", nullable);
            schema.set("items", value(of[0], isNullable(of[0]), path + "[]"));
            return raw == Set.class ? schema.put("uniqueItems", true) : schema;
        }
        if (raw == Map.class && of[0].getType() == String.class) {
            ObjectNode schema = typed("object", nullable);
            schema.set("additionalProperties", value(of[1], isNullable(of[1]), path + "{}"));
            return schema;
        }
        throw refused(
                path,
                "has the unsupported generic type " + raw.getSimpleName()
                        + "; use List, Set, Collection, or Map with String keys");
    }

    private ObjectNode enumeration(Class<?> type, boolean nullable, String path) {
        ObjectNode schema = typed("string", nullable);
        ArrayNode values = schema.putArray("enum");
        Json.enumValues(type).forEach(values::add);
        if (values.isEmpty()) {
            throw refused(path, "is an enum without values: " + type.getName());
        }
        if (nullable) {
            values.addNull();
        }
        return schema;
    }

    private static ObjectNode typed(String type, boolean nullable) {
        ObjectNode schema = NODES.objectNode();
        if (nullable) {
            schema.putArray("type").add(type).add("null");
        } else {
            schema.put("type", type);
        }
        return schema;
    }

    private static ObjectNode nullableObject(ObjectNode object, boolean nullable) {
        if (nullable) {
            object.putArray("type").add("object").add("null");
        }
        return object;
    }

    private static ObjectNode describe(AnnotatedElement element, ObjectNode schema) {
        Description description = element.getAnnotation(Description.class);
        return description == null ? schema : schema.put("description", description.value());
    }

    /** Compares simple names, so that annotations of any library count and JSpecify may be absent at run time. */
    private static boolean isNullable(AnnotatedType type) {
        return Arrays.stream(type.getAnnotations())
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("Nullable"));
    }

    private IllegalArgumentException refused(String path, String why) {
        String subject = path.isEmpty() ? "it" : "component " + path;
        return new IllegalArgumentException(
                "can't convert record " + root.getSimpleName() + " to a schema: " + subject + " " + why);
    }
}
