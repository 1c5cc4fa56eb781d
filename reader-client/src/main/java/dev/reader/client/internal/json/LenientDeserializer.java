package dev.reader.client.internal.json;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.node.TreeTraversingParser;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Reads an optional component of a record. A value of an unexpected type becomes null, 0 or false, and {@link
 * OddValues} keeps the raw value. Buffers no expected values except short lists and maps of scalars.
 */
final class LenientDeserializer extends JsonDeserializer<Object> implements ContextualDeserializer {

    /** The kinds of JSON that a type is read from. */
    private enum Shape {
        /** Any value, or a list of records, which a single malformed record must not discard. */
        UNCHECKED,
        TEXT,
        SCALAR,
        OBJECT,
        /** A list or map of scalars. */
        CONTAINER
    }

    private final @Nullable Object using;

    /** @param using the deserializer that an annotation of the component names, or null */
    LenientDeserializer(@Nullable Object using) {
        this.using = using;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property)
            throws JsonMappingException {
        JavaType type = property.getType();
        @SuppressWarnings("unchecked")
        JsonDeserializer<Object> delegate = (JsonDeserializer<Object>)
                (using == null
                        ? context.findContextualValueDeserializer(type, property)
                        : context.handlePrimaryContextualization(
                                context.deserializerInstance(property.getMember(), using), property, type));
        Shape shape = shape(type);
        return shape == Shape.UNCHECKED ? delegate : new Contextual(delegate, shape, property);
    }

    private static Shape shape(JavaType type) {
        if (type.isTypeOrSubTypeOf(JsonNode.class)) {
            return Shape.UNCHECKED;
        }
        if (type.hasRawClass(String.class)) {
            return Shape.TEXT;
        }
        if (type.isContainerType()) {
            return shape(type.getContentType()) == Shape.OBJECT ? Shape.UNCHECKED : Shape.CONTAINER;
        }
        return type.isRecordType() && !isWrittenAsScalar(type.getRawClass()) ? Shape.OBJECT : Shape.SCALAR;
    }

    private static boolean isWrittenAsScalar(Class<?> record) {
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonValue.class)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
        throw new IllegalStateException("createContextual was not called");
    }

    /** The deserializer of one component. */
    private static final class Contextual extends JsonDeserializer<Object> {
        private final JsonDeserializer<Object> delegate;
        private final Shape shape;
        private final BeanProperty property;

        Contextual(JsonDeserializer<Object> delegate, Shape shape, BeanProperty property) {
            this.delegate = delegate;
            this.shape = shape;
            this.property = property;
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonToken token = parser.currentToken();
            return switch (shape) {
                case TEXT ->
                    token == JsonToken.VALUE_STRING ? delegate.deserialize(parser, context) : odd(parser, context);
                case OBJECT ->
                    token == JsonToken.START_OBJECT ? delegate.deserialize(parser, context) : odd(parser, context);
                case SCALAR -> token.isScalarValue() ? scalar(parser, context) : odd(parser, context);
                case CONTAINER -> container(parser, context);
                case UNCHECKED -> delegate.deserialize(parser, context);
            };
        }

        private @Nullable Object scalar(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return delegate.deserialize(parser, context);
            } catch (JsonMappingException | InputCoercionException e) {
                return odd(parser, context);
            }
        }

        private @Nullable Object container(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode tree = context.readTree(parser);
            try (JsonParser copy = new TreeTraversingParser(tree, parser.getCodec())) {
                copy.nextToken();
                return delegate.deserialize(copy, context);
            } catch (JsonMappingException | InputCoercionException e) {
                return odd(tree, context);
            }
        }

        private @Nullable Object odd(JsonParser parser, DeserializationContext context) throws IOException {
            return odd(context.readTree(parser), context);
        }

        private @Nullable Object odd(JsonNode raw, DeserializationContext context) throws JsonMappingException {
            OddValues.keep(context, property.getMember().getDeclaringClass(), property.getName(), raw);
            return delegate.getNullValue(context);
        }

        @Override
        public @Nullable Object getNullValue(DeserializationContext context) throws JsonMappingException {
            return delegate.getNullValue(context);
        }

        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) throws JsonMappingException {
            return delegate.getAbsentValue(context);
        }
    }
}
