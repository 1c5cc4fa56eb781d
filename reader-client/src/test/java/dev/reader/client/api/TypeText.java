package dev.reader.client.api;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats types as in Java source, identically on every JDK. */
final class TypeText {
    private TypeText() {}

    static String of(AnnotatedType type) {
        String nullable = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
        if (type instanceof AnnotatedArrayType array) {
            String component = of(array.getAnnotatedGenericComponentType());
            return component + (nullable.isEmpty() ? "" : " " + nullable.strip() + " ") + "[]";
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            return nullable
                    + name((Class<?>) ((ParameterizedType) type.getType()).getRawType())
                    + list(generic.getAnnotatedActualTypeArguments(), "<", ">");
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            return wildcard(wildcard);
        }
        return nullable
                + (type.getType() instanceof Class<?> plain
                        ? name(plain)
                        : type.getType().getTypeName());
    }

    private static String wildcard(AnnotatedWildcardType wildcard) {
        if (wildcard.getAnnotatedLowerBounds().length > 0) {
            return "? super " + of(wildcard.getAnnotatedLowerBounds()[0]);
        }
        String upper = of(wildcard.getAnnotatedUpperBounds()[0]);
        return upper.equals("Object") ? "?" : "? extends " + upper;
    }

    static String list(AnnotatedType[] types, String open, String close) {
        return Arrays.stream(types).map(TypeText::of).collect(Collectors.joining(", ", open, close));
    }

    static String parameters(TypeVariable<?>[] variables) {
        if (variables.length == 0) {
            return "";
        }
        return Arrays.stream(variables).map(TypeText::variable).collect(Collectors.joining(", ", "<", ">"));
    }

    private static String variable(TypeVariable<?> variable) {
        String bounds = Arrays.stream(variable.getAnnotatedBounds())
                .map(TypeText::of)
                .filter(bound -> !bound.equals("Object"))
                .collect(Collectors.joining(" & "));
        return bounds.isEmpty() ? variable.getName() : variable.getName() + " extends " + bounds;
    }

    /** The simple name for types of this library and java.lang, whose simple names are unambiguous. */
    static String name(Class<?> type) {
        String name = type.getCanonicalName();
        for (String own : new String[] {"java.lang.", "dev.reader.client.model.", "dev.reader.client.error."}) {
            if (!type.isPrimitive() && type.getPackageName().equals(own.substring(0, own.length() - 1))) {
                return name.substring(own.length());
            }
        }
        return name.replaceFirst("^dev\\.reader\\.client\\.(?=[A-Z])", "");
    }
}
