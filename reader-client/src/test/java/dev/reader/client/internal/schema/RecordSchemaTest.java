package dev.reader.client.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas of records, and the records that are rejected. */
class RecordSchemaTest {

    record Numbers(int a, long b, short c, byte d, BigInteger e, double f, Float g) {}

    record Twice(Leaf left, Leaf right) {}

    record Leaf(String name) {}

    record NullableElements(
            List<@Nullable String> texts, Map<String, @Nullable Leaf> leaves, Collection<Boolean> all) {}

    record Tree(String name, List<Tree> branches) {}

    record Ping(@Nullable Pong pong) {}

    record Pong(List<Ping> pings) {}

    record Raw(@SuppressWarnings("rawtypes") List list) {}

    record RawMap(@SuppressWarnings("rawtypes") Map<String, Map> maps) {}

    record Wild(List<?> list) {}

    record IntKeys(Map<Integer, String> map) {}

    record Maybe(Optional<String> text) {}

    record Array(String[] texts) {}

    record AnyObject(Object value) {}

    record Deep(List<Wrapper> wrappers) {}

    record Wrapper(Duration duration) {}

    record Generic<T>(T value) {}

    record OfGeneric(Generic<String> generic) {}

    record Empty() {}

    record HoldsEmpty(Empty empty) {}

    enum Nothing {}

    record HoldsNothing(Nothing nothing) {}

    record Ignoring(String a, @JsonIgnore String b) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Snake(String fullName) {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE_USE})
    @interface NotTheOne {}

    record OtherAnnotation(@NotTheOne String text) {}

    static final class NoRecord {}

    @Test
    void numbers() {
        assertThat(RecordSchema.of(Numbers.class).path("properties"))
                .hasToString("{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"integer\"},\"c\":{\"type\":\"integer\"},"
                        + "\"d\":{\"type\":\"integer\"},\"e\":{\"type\":\"integer\"},\"f\":{\"type\":\"number\"},"
                        + "\"g\":{\"type\":\"number\"}}");
    }

    @Test
    void sameRecordTwice_isNotRecursive() {
        assertThat(RecordSchema.of(Twice.class)
                        .at("/properties/right/properties/name/type")
                        .textValue())
                .isEqualTo("string");
    }

    @Test
    void nullableElements() {
        assertThat(RecordSchema.of(NullableElements.class).path("properties"))
                .hasToString("{\"texts\":{\"type\":\"array\",\"items\":{\"type\":[\"string\",\"null\"]}},"
                        + "\"leaves\":{\"type\":\"object\",\"additionalProperties\":{\"type\":[\"object\",\"null\"],"
                        + "\"properties\":{\"name\":{\"type\":\"string\"}},\"required\":[\"name\"]}},"
                        + "\"all\":{\"type\":\"array\",\"items\":{\"type\":\"boolean\"}}}");
    }

    @Test
    void propertyNames_areJacksons() {
        assertThat(RecordSchema.of(Snake.class).path("properties").has("full_name"))
                .isTrue();
    }

    @Test
    void otherTypeAnnotation_isNotNullable() {
        assertThat(RecordSchema.of(OtherAnnotation.class).path("required")).hasToString("[\"text\"]");
    }

    static Stream<Arguments> rejected() {
        return Stream.of(
                arguments(
                        Tree.class,
                        "component branches[] makes the schema recursive, because it is nested in another Tree"),
                arguments(
                        Ping.class,
                        "component pong.pings[] makes the schema recursive, because it is nested in another Ping"),
                arguments(Raw.class, "component list has the raw type List"),
                arguments(RawMap.class, "component maps{} has the raw type Map"),
                arguments(Wild.class, "component list[] has the type variable or wildcard type ?"),
                arguments(IntKeys.class, "component map has the unsupported generic type Map"),
                arguments(Maybe.class, "component text has the unsupported generic type Optional"),
                arguments(Array.class, "component texts has the unsupported type java.lang.String[]"),
                arguments(AnyObject.class, "component value has the unsupported type java.lang.Object"),
                arguments(Deep.class, "component wrappers[].duration has the unsupported type"),
                arguments(Generic.class, "it is generic"),
                arguments(OfGeneric.class, "component generic has the unsupported generic type Generic"),
                arguments(Empty.class, "it is a record without components"),
                arguments(HoldsEmpty.class, "component empty is a record without components"),
                arguments(HoldsNothing.class, "component nothing is an enum without values"),
                arguments(Ignoring.class, "component b is not bound"),
                arguments(NoRecord.class, "type must be a record, but is "));
    }

    @ParameterizedTest
    @MethodSource
    void rejected(Class<?> type, String why) {
        assertThatThrownBy(() -> RecordSchema.of(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(type.getSimpleName())
                .hasMessageContaining(why);
    }
}
