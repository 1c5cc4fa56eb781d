package dev.reader.client.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Unmodifiable copies of what came over the wire, where absent is empty and a null element is none. */
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

    /** A copy that keeps what {@code List.copyOf} would refuse out by an exception that names the argument. */
    public static <T> List<T> arguments(String name, Iterable<? extends T> values) {
        List<T> copy = new ArrayList<>();
        for (T value : Checks.notNull(name, values)) {
            copy.add(Checks.notNull(name + "[" + copy.size() + "]", value));
        }
        return Collections.unmodifiableList(Checks.notEmpty(name, copy));
    }
}
