package dev.reader.client.internal.json;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects values of unexpected types while a record is read, and adds them to its {@code additionalProperties} once it
 * is complete. An instance belongs to one read. Assumes that no record contains another of its own type.
 */
final class OddValues {
    private static final String COMPONENT = "additionalProperties";

    private final Map<Class<?>, Map<String, JsonNode>> byRecord = new HashMap<>();

    private OddValues() {}

    /** Returns whether a record type can hold raw values. */
    static boolean areKeptBy(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> component.getName().equals(COMPONENT));
    }

    /** Keeps a value for the record being read; drops it if the record type can't hold raw values. */
    static void keep(DeserializationContext context, Class<?> record, String name, JsonNode raw) {
        if (!areKeptBy(record)) {
            return;
        }
        OddValues values = (OddValues) context.getAttribute(OddValues.class);
        if (values == null) {
            values = new OddValues();
            context.setAttribute(OddValues.class, values);
        }
        values.byRecord.computeIfAbsent(record, type -> new LinkedHashMap<>()).put(name, raw);
    }

    /** Returns the record with the values kept for it. */
    static Object addTo(Object record, DeserializationContext context) {
        OddValues values = (OddValues) context.getAttribute(OddValues.class);
        Map<String, JsonNode> own = values == null ? null : values.byRecord.remove(record.getClass());
        return own == null ? record : copy(record, own);
    }

    private static Object copy(Object record, Map<String, JsonNode> added) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                Object value = components[i].getAccessor().invoke(record);
                values[i] = components[i].getName().equals(COMPONENT)
                        ? merged((Map<?, ?>) Objects.requireNonNull(value), added)
                        : value;
            }
            return record.getClass().getConstructor(types).newInstance(values);
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw new IllegalStateException("record has no public canonical constructor: " + record.getClass(), e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("record rejects its own values: " + record.getClass(), e);
        }
    }

    private static Map<String, JsonNode> merged(Map<?, ?> properties, Map<String, JsonNode> added) {
        Map<String, JsonNode> merged = new LinkedHashMap<>();
        properties.forEach((name, value) -> merged.put((String) name, (JsonNode) value));
        merged.putAll(added);
        return merged;
    }
}
