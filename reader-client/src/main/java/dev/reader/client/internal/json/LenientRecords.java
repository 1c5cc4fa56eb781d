package dev.reader.client.internal.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a mapper tolerate optional record components of an unexpected type instead of failing the document. Such a
 * component becomes null, 0 or false, and its raw value is in the record's {@code additionalProperties} under its JSON
 * name. A component marked as required must be present, of its type and not null.
 */
final class LenientRecords extends SimpleModule {
    private static final long serialVersionUID = 1L;

    /**
     * Returns the annotation introspector that the mapper needs besides this module. It replaces the mapper's own: inserted
     * before it, each annotation would be looked up twice.
     */
    static AnnotationIntrospector introspector() {
        return new Introspector();
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addBeanDeserializerModifier(new Modifier());
        context.addDeserializationProblemHandler(new UnknownProperties());
    }

    private static final class Introspector extends ComponentIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Object findDeserializer(Annotated annotated) {
            Object using = super.findDeserializer(annotated);
            return isOptional(annotated) ? new LenientDeserializer(using) : using;
        }

        private boolean isOptional(Annotated annotated) {
            return annotated instanceof AnnotatedParameter parameter
                    && parameter.getDeclaringClass().isRecord()
                    && !isRequired(parameter)
                    && !Boolean.TRUE.equals(hasAnySetter(parameter));
        }

        private boolean isRequired(AnnotatedMember member) {
            return Boolean.TRUE.equals(hasRequiredMarker(member));
        }

        @Override
        public JsonSetter.Value findSetterInfo(Annotated annotated) {
            JsonSetter.Value info = super.findSetterInfo(annotated);
            boolean required = annotated instanceof AnnotatedMember member && isRequired(member);
            return required ? info.withValueNulls(Nulls.FAIL) : info;
        }
    }

    private static final class Modifier extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription description, JsonDeserializer<?> deserializer) {
            return OddValues.areKeptBy(description.getBeanClass()) ? new Keeping(deserializer) : deserializer;
        }
    }

    /**
     * Keeps unknown properties in {@code additionalProperties} with Jackson before 2.18, which ignores {@code
     * JsonAnySetter} on a component. Later versions never call this.
     */
    private static final class UnknownProperties extends DeserializationProblemHandler {

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String name)
                throws IOException {
            Class<?> type = beanOrClass instanceof Class<?> known ? known : beanOrClass.getClass();
            if (!OddValues.areKeptBy(type)) {
                return false;
            }
            OddValues.keep(context, type, name, context.readTree(parser));
            return true;
        }
    }

    /** Reads a record and hands it the values of unexpected types. */
    private static final class Keeping extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        Keeping(JsonDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new Keeping(delegate);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return OddValues.addTo(super.deserialize(parser, context), context);
        }
    }
}
