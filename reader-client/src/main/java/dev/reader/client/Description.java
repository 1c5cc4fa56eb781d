package dev.reader.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a record or one of its components to the language model that extracts it. Becomes the {@code description}
 * in the schema that {@link Extraction#ofRecord} creates.
 *
 * <pre>{@code
 * record Product(String name, @Description("in euro, without shipping") @Nullable BigDecimal price) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Description {
    /** {@return the description, for people and language models} */
    String value();
}
