package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.json.Json;
import dev.reader.client.model.Page;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends extraction requests and reads the extracted JSON (docs/reader-api.md §2). */
class ExtractionTest extends MockServerTest {

    enum Stock {
        AVAILABLE,
        @JsonProperty("sold-out")
        SOLD_OUT,
        @JsonEnumDefaultValue
        OTHER
    }

    enum Strict {
        YES,
        NO
    }

    /** A value class that accepts any text. */
    record Currency(@JsonValue String code) {}

    record Maker(String name, @Nullable URI home) {}

    @Description("something for sale")
    record Product(
            String name,
            @Description("without shipping") @Nullable BigDecimal price,
            @Nullable Integer pieces,
            @Nullable Stock stock,
            @Nullable Currency currency,
            @Nullable Maker maker,
            @Nullable List<Maker> dealers,
            @Nullable LocalDate since,
            @Nullable LocalTime opens,
            @Nullable Instant changed,
            @Nullable OffsetDateTime delivered,
            @JsonProperty("in-sale") @Nullable Boolean inSale,
            @Nullable Set<String> tags,
            @Nullable Map<String, Double> sizes,
            @Nullable JsonNode rest) {}

    record Primitive(int pieces, String name) {}

    record Question(@Nullable Strict answer) {}

    private JsonNode sentExtract() throws Exception {
        JsonNode body = Json.read(requestBody(), new TypeReference<>() {});
        return body.path("extract");
    }

    private Page pageWith(String extracted) {
        answer(Answers.data(200, "{\"url\": \"https://example.com/\", \"extracted\": " + extracted + "}"));
        return reader.scrape("https://example.com/");
    }

    private static JsonNode tree(String json) throws Exception {
        return Json.read(json, new TypeReference<>() {});
    }

    @Test
    void extract_jsonSchemaAsText() throws Exception {
        answer(Answers.page());

        reader.scrape(ScrapeRequest.builder("https://example.com/")
                .extract(Extraction.ofSchema(
                        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": [\"number\", \"null\"]}}}"))
                .build());

        assertThat(sentExtract())
                .isEqualTo(tree("{\"schema\": {\"type\": \"object\", \"properties\":"
                        + " {\"a\": {\"type\": [\"number\", \"null\"]}}}}"));
    }

    @Test
    void extract_jsonSchemaAsTree_isCopied() throws Exception {
        var schema = (com.fasterxml.jackson.databind.node.ObjectNode) tree("{\"type\": \"object\"}");
        ScrapeRequest request =
                ScrapeRequest.builder("https://example.com/").extract(schema).build();
        schema.put("type", "changed");
        answer(Answers.page());

        reader.scrape(request);

        assertThat(sentExtract()).isEqualTo(tree("{\"schema\": {\"type\": \"object\"}}"));
    }

    @Test
    void extract_shortForm_keepsFieldOrder() throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("title", "string");
        fields.put("price", "number");
        answer(Answers.page());

        reader.scrape(
                ScrapeRequest.builder("https://example.com/").extract(fields).build());

        assertThat(sentExtract()).hasToString("{\"schema\":{\"title\":\"string\",\"price\":\"number\"}}");
    }

    @Test
    void extract_prompt() throws Exception {
        answer(Answers.page());

        reader.scrape(ScrapeRequest.builder("https://example.com/")
                .extract(Extraction.ofPrompt("the opening hours"))
                .build());

        assertThat(sentExtract()).hasToString("{\"prompt\":\"the opening hours\"}");
    }

    @Test
    void extract_schemaAndPrompt() throws Exception {
        answer(Answers.page());

        reader.scrape(ScrapeRequest.builder("https://example.com/")
                .extract(Extraction.ofFields(Map.of("price", "number")).withPrompt("in euro"))
                .build());

        assertThat(sentExtract()).hasToString("{\"schema\":{\"price\":\"number\"},\"prompt\":\"in euro\"}");
    }

    @Test
    void extract_record() throws Exception {
        answer(Answers.page());

        reader.scrape(ScrapeRequest.builder("https://example.com/")
                .extract(Product.class)
                .build());

        assertThat(sentExtract().path("schema")).isEqualTo(tree("""
                {"type": "object",
                 "properties": {
                  "name": {"type": "string"},
                  "price": {"type": ["number", "null"], "description": "without shipping"},
                  "pieces": {"type": ["integer", "null"]},
                  "stock": {"type": ["string", "null"], "enum": ["AVAILABLE", "sold-out", null]},
                  "currency": {"type": ["string", "null"]},
                  "maker": {"type": ["object", "null"],
                    "properties": {"name": {"type": "string"},
                                   "home": {"type": ["string", "null"], "format": "uri"}},
                    "required": ["name"]},
                  "dealers": {"type": ["array", "null"], "items": {"type": "object",
                    "properties": {"name": {"type": "string"},
                                   "home": {"type": ["string", "null"], "format": "uri"}},
                    "required": ["name"]}},
                  "since": {"type": ["string", "null"], "format": "date"},
                  "opens": {"type": ["string", "null"], "format": "time"},
                  "changed": {"type": ["string", "null"], "format": "date-time"},
                  "delivered": {"type": ["string", "null"], "format": "date-time"},
                  "in-sale": {"type": ["boolean", "null"]},
                  "tags": {"type": ["array", "null"], "items": {"type": "string"}, "uniqueItems": true},
                  "sizes": {"type": ["object", "null"], "additionalProperties": {"type": "number"}},
                  "rest": {}},
                 "required": ["name"],
                 "description": "something for sale"}"""));
    }

    @Test
    void extractedAs_recordOfTheSchema() throws Exception {
        Page page = pageWith("""
                {"name": "Lamp", "price": 12.5, "pieces": 3, "stock": "sold-out", "currency": "EUR",
                 "maker": {"name": "Lux", "home": "https://lux.example/"}, "dealers": [{"name": "D", "home": null}],
                 "since": "2026-02-28", "opens": "09:30", "changed": "2026-03-01T12:00:00Z",
                 "delivered": "2026-03-01T14:00:00+02:00", "in-sale": true, "tags": ["a", "b"], "sizes": {"cm": 12.5},
                 "rest": [1], "unknown": 1}""");

        assertThat(page.extractedAs(Product.class))
                .isEqualTo(new Product(
                        "Lamp",
                        new BigDecimal("12.5"),
                        3,
                        Stock.SOLD_OUT,
                        new Currency("EUR"),
                        new Maker("Lux", URI.create("https://lux.example/")),
                        List.of(new Maker("D", null)),
                        LocalDate.of(2026, 2, 28),
                        LocalTime.of(9, 30),
                        Instant.parse("2026-03-01T12:00:00Z"),
                        OffsetDateTime.parse("2026-03-01T14:00:00+02:00"),
                        true,
                        Set.of("a", "b"),
                        Map.of("cm", 12.5),
                        tree("[1]")));
        assertThat(page.extractionError()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\": null, \"price\": null, \"pieces\": null, \"stock\": null, \"currency\": null, \"maker\": null,"
                        + " \"dealers\": null, \"since\": null, \"opens\": null, \"changed\": null, \"delivered\": null,"
                        + " \"in-sale\": null, \"tags\": null, \"sizes\": null, \"rest\": null}"
            })
    void extractedAs_missingValue_isNull(String extracted) {
        Product product = pageWith(extracted).extractedAs(Product.class);

        assertThat(product).isNotNull();
        assertThat(product.name()).isNull();
        assertThat(product.price()).isNull();
        assertThat(product.pieces()).isNull();
        assertThat(product.stock()).isNull();
        assertThat(product.currency()).isNull();
        assertThat(product.maker()).isNull();
        assertThat(product.dealers()).isNull();
        assertThat(product.since()).isNull();
        assertThat(product.inSale()).isNull();
        assertThat(product.sizes()).isNull();
    }

    @Test
    void extractedAs_withoutExtraction() {
        assertThat(pageWith("null").extractedAs(Product.class)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\": \"a\"}", "{\"pieces\": null}"})
    void extractedAs_nullForPrimitive_isRejected(String extracted) {
        Page page = pageWith(extracted);

        assertThatThrownBy(() -> page.extractedAs(Primitive.class))
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining("pieces")
                .hasMessageContaining("Primitive");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"pieces\": 1.7} | pieces",
                "{\"pieces\": \"3\"} | pieces",
                "{\"since\": \"yesterday\"} | since",
                "{\"since\": 20260101} | since",
                "{\"changed\": 1767225600} | changed",
                "{\"delivered\": \"2026-03-01\"} | delivered",
                "{\"opens\": \"half past nine\"} | opens",
                "{\"maker\": {\"home\": \"::\"}} | maker.home",
                "{\"dealers\": [{\"name\": []}]} | dealers[0].name",
                "[] | Product"
            })
    void extractedAs_mismatch_namesPath(String extracted, String where) {
        Page page = pageWith(extracted);

        assertThatThrownBy(() -> page.extractedAs(Product.class))
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining(where);
    }

    @Test
    void extractedAs_unknownEnumValue() {
        Product product = pageWith("{\"stock\": \"on-order\"}").extractedAs(Product.class);
        assertThat(product).isNotNull();
        assertThat(product.stock()).isEqualTo(Stock.OTHER);

        Page strict = pageWith("{\"answer\": \"MAYBE\"}");
        assertThatThrownBy(() -> strict.extractedAs(Question.class))
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessageContaining("answer");
        assertThat(strict.extracted()).hasToString("{\"answer\":\"MAYBE\"}");
    }

    @Test
    void extractedAs_unbindableClass() {
        Page page = pageWith("{}");

        assertThatThrownBy(() -> page.extractedAs(Runnable.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Runnable");
        assertThatThrownBy(() -> page.extractedAs(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type");
    }

    @Test
    void failedExtraction_ofSuccessfulPage() {
        answer(Answers.data(200, """
                {"url": "https://example.com/", "markdown": "# Here", "extracted": null, "metadata":
                 {"title": "Here", "extraction": {"extractionError": "no model responded", "model": "m1"}}}"""));

        Page page = reader.scrape("https://example.com/");

        assertThat(page.failed()).isFalse();
        assertThat(page.markdown()).isEqualTo("# Here");
        assertThat(page.extracted()).isNull();
        assertThat(page.extractedAs(Product.class)).isNull();
        assertThat(page.extractionError()).isEqualTo("no model responded");
        assertThat(page.metadata()).isNotNull();
        assertThat(page.metadata().extraction()).isNotNull();
        assertThat(page.metadata().extraction().extractionError()).isEqualTo("no model responded");
        assertThat(page.metadata().extraction().additionalProperties()).containsOnlyKeys("model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[]", "{}", "1", "null", "\"text\""})
    void ofSchema_invalidSchema_isRejected(String schema) {
        assertThatThrownBy(() -> Extraction.ofSchema(schema))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema");
    }

    @Test
    void invalidArguments_areRejected() {
        ScrapeRequest.Builder builder = ScrapeRequest.builder("https://example.com/");

        assertThatThrownBy(() -> builder.extract((Extraction) null)).hasMessageContaining("extraction");
        assertThatThrownBy(() -> builder.extract((JsonNode) null)).hasMessageContaining("schema");
        assertThatThrownBy(() -> builder.extract((Class<? extends Record>) null))
                .hasMessageContaining("type");
        assertThatThrownBy(() -> builder.extract((Map<String, String>) null)).hasMessageContaining("fields");
        assertThatThrownBy(() -> builder.extract(Map.of())).hasMessageContaining("fields");
        assertThatThrownBy(() -> builder.extract(Map.of(" ", "string"))).hasMessageContaining("field name");
        assertThatThrownBy(() -> builder.extract(Map.of("a", " "))).hasMessageContaining("fields[a]");
        assertThatThrownBy(() -> Extraction.ofPrompt(" ")).hasMessageContaining("prompt");
        assertThatThrownBy(() -> Extraction.ofPrompt("a").withPrompt("")).hasMessageContaining("prompt");
    }

    @Test
    void extraction_hasValueSemantics() {
        Extraction one = Extraction.ofFields(Map.of("a", "string")).withPrompt("p");
        Extraction same = Extraction.ofSchema("{\"a\": \"string\"}").withPrompt("p");

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(Extraction.ofPrompt("p"));
        assertThat(one.schema()).hasToString("{\"a\":\"string\"}");
        assertThat(one.prompt()).isEqualTo("p");
        assertThat(Extraction.ofPrompt("p").schema()).isNull();
        assertThat(one.toString()).contains("a=string", "p");
    }

    @Test
    void requestBody_isImmutable() {
        ScrapeRequest request = ScrapeRequest.builder("https://example.com/")
                .extract(Extraction.ofSchema("{\"type\": \"object\", \"required\": [\"a\"], \"x\": [true, 1, null]}"))
                .build();

        @SuppressWarnings("unchecked")
        Map<String, Map<String, Object>> extract =
                (Map<String, Map<String, Object>>) request.body().get("extract");
        assertThat(extract.get("schema").get("x")).isEqualTo(java.util.Arrays.asList(true, 1, null));
        assertThatThrownBy(() -> extract.clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> extract.get("schema").clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((List<?>) extract.get("schema").get("required")).clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(request.toBuilder().build()).isEqualTo(request);
    }
}
