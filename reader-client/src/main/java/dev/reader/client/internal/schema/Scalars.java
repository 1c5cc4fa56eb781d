package dev.reader.client.internal.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps Java types to scalar types of JSON Schema. */
final class Scalars {
    private static final Map<Class<?>, Scalar> SCALARS = new HashMap<>();

    static {
        add("string", null, String.class);
        add("boolean", null, boolean.class, Boolean.class);
        add("integer", null, int.class, Integer.class, long.class, Long.class, short.class, Short.class);
        add("integer", null, byte.class, Byte.class, BigInteger.class);
        add("number", null, double.class, Double.class, float.class, Float.class, BigDecimal.class);
        add("string", "date-time", Instant.class, OffsetDateTime.class);
        add("string", "date", LocalDate.class);
        add("string", "time", LocalTime.class);
        add("string", "uri", URI.class);
    }

    private Scalars() {}

    /**
     * A scalar type of JSON Schema.
     *
     * @param type the JSON type
     * @param format the format of a string, or null
     */
    record Scalar(String type, @Nullable String format) {}

    private static void add(String type, @Nullable String format, Class<?>... classes) {
        for (Class<?> javaType : classes) {
            SCALARS.put(javaType, new Scalar(type, format));
        }
    }

    static @Nullable Scalar of(Class<?> type) {
        return SCALARS.get(type);
    }
}
