package dev.reader.client.internal.json;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Inspects how a mapper binds a class. */
final class Introspection {
    private Introspection() {}

    static Map<String, String> propertyNames(ObjectMapper mapper, Class<?> type) {
        Map<String, String> names = new LinkedHashMap<>();
        BeanDescription description = describe(mapper, type);
        for (BeanPropertyDefinition property : description.findProperties()) {
            if (!description.getIgnoredPropertyNames().contains(property.getName())) {
                names.put(property.getInternalName(), property.getName());
            }
        }
        return names;
    }

    /** Returns whether a class is serialized as a string by a {@code @JsonValue}. */
    static boolean isWrittenAsText(ObjectMapper mapper, Class<?> type) {
        AnnotatedMember value = describe(mapper, type).findJsonValueAccessor();
        return value != null && value.getRawType() == String.class;
    }

    private static BeanDescription describe(ObjectMapper mapper, Class<?> type) {
        return mapper.getDeserializationConfig().introspect(mapper.constructType(type));
    }

    /** Returns the strings of an enum's constants, except the default constant that unknown strings are read as. */
    static List<String> enumValues(ObjectMapper mapper, Class<?> type) {
        List<String> values = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            if (!isDefault(type, (Enum<?>) constant)) {
                JsonNode text = mapper.valueToTree(constant);
                values.add(text.asText());
            }
        }
        return values;
    }

    private static boolean isDefault(Class<?> type, Enum<?> constant) {
        try {
            Field field = type.getField(constant.name());
            return field.isAnnotationPresent(JsonEnumDefaultValue.class);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("enum constant has no field: " + constant, e);
        }
    }

    static @Nullable Object immutable(JsonNode tree) {
        if (tree.isObject()) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            tree.properties().forEach(field -> copy.put(field.getKey(), immutable(field.getValue())));
            return Collections.unmodifiableMap(copy);
        }
        if (tree.isArray()) {
            List<@Nullable Object> copy = new ArrayList<>();
            tree.forEach(element -> copy.add(immutable(element)));
            return Collections.unmodifiableList(copy);
        }
        return tree.isNumber() ? tree.numberValue() : tree.isBoolean() ? tree.booleanValue() : tree.textValue();
    }
}
