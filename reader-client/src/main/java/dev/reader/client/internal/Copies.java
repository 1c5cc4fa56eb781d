package dev.reader.client.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes unmodifiable copies of collections. Those from the server may be null, which becomes empty, and lists drop null
 * elements.
 */
public final class Copies {
    private Copies() {}

    public static <T> List<T> list(@Nullable List<T> values) {
        return values == null
                ? List.of()
                : values.stream().filter(Objects::nonNull).toList();
    }

    public static <V> Map<String, V> map(@Nullable Map<String, V> values) {
        return values == null || values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Copies an argument that must be neither empty nor contain null; exceptions name the argument and the index. */
    public static <T> List<T> arguments(String name, Iterable<? extends T> values) {
        return Checks.notEmpty(name, argumentsOrNone(name, values));
    }

    /** Copies a list of arguments, which must not contain null. */
    public static <T> List<T> argumentsOrNone(String name, Iterable<? extends T> values) {
        List<T> copy = new ArrayList<>();
        for (T value : Checks.notNull(name, values)) {
            copy.add(Checks.notNull(name + "[" + copy.size() + "]", value));
        }
        return Collections.unmodifiableList(copy);
    }
}
