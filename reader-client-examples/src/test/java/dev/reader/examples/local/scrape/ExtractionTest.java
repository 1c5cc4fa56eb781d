package dev.reader.examples.local.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.reader.examples.local.Api;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.SampleSite;
import dev.reader.examples.local.TestSite;
import dev.reader.examples.local.http.JsonNodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractionTest {
    private final LocalReader reader =
            LocalReader.builder().allowPrivateNetworks().start();
    private final Api api = new Api(reader);
    private TestSite site;

    @BeforeEach
    void startSite() throws IOException {
        site = new TestSite();
    }

    @AfterEach
    void stop() {
        reader.close();
        site.close();
    }

    private static JsonNode json(String text) throws IOException {
        return JsonNodes.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode extract(String url, String extract) throws IOException {
        ObjectNode body = JsonNodes.object().put("url", url);
        body.set("extract", json(extract));
        Api.Response response = api.read(body);
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        return response.data();
    }

    @Test
    void fillsAJsonSchemaFromTablesAndJsonLd() throws IOException {
        String schema = """
                {'schema': {'type': 'object', '$defs': {'Constituent': {'type': 'object', 'properties': {
                    'name': {'type': 'string'}, 'amplitude': {'type': 'number'}, 'speed': {'type': 'number'}}}},
                  'properties': {
                    'name': {'type': 'string'},
                    'keeper': {'type': ['string', 'null']},
                    'harbourMaster': {'type': ['string', 'null']},
                    'geo': {'type': 'object', 'properties': {
                      'latitude': {'type': 'number'}, 'longitude': {'type': 'number'}}},
                    'headings': {'type': 'array', 'items': {'type': 'string'}},
                    'constituents': {'type': 'array', 'items': {'$ref': '#/$defs/Constituent'}}}}}
                """;

        JsonNode page = extract(reader.site().url("/stations/kirkhaven.html"), schema);

        JsonNode extracted = page.path("extracted");
        assertThat(extracted.path("name").asText()).isEqualTo("Kirkhaven");
        assertThat(extracted.path("keeper").asText()).isEqualTo("Kirkhaven Boat Club");
        assertThat(extracted.path("harbourMaster").isNull()).isTrue();
        assertThat(extracted.path("geo").toString()).isEqualTo("{\"latitude\":55.71,\"longitude\":-1.93}");
        assertThat(extracted.path("headings").toString()).isEqualTo("[\"Kirkhaven\",\"Constituents\"]");
        assertThat(extracted.path("constituents")).hasSize(5);
        assertThat(extracted.path("constituents").path(0).toString())
                .isEqualTo("{\"name\":\"M2\",\"amplitude\":1.487,\"speed\":null}");
        assertThat(page.path("credits").asInt()).isEqualTo(1);
        assertThat(page.path("markdown").asText()).isNotEmpty();
        assertThat(page.path("metadata").has("extraction")).isFalse();
    }

    @Test
    void fillsAShorthandSchema_fromTheCache() throws IOException {
        String schema = "{'schema': {'year': 'integer[]', 'title': 'string', 'colour': 'string'}}";
        reader.site().slowPageDelay(Duration.ZERO);
        String url = reader.site().url(SampleSite.SLOW_PAGE);
        api.scrape(url);

        JsonNode page = extract(url, schema);

        assertThat(page.path("extracted").toString())
                .isEqualTo("{\"year\":[2023,2024,2025],\"title\":\"Annual report\",\"colour\":null}");
        assertThat(page.path("metadata").path("cached").asBoolean()).isTrue();
        assertThat(page.path("credits").asInt())
                .as("an extraction is charged, a cached page is not")
                .isEqualTo(1);
    }

    @Test
    void readsEverySourceOnThePage() throws IOException {
        site.page("/product", """
                <html><head><title>Shop</title>
                <meta property="article:published_time" content="2026-02-01">
                <script type="application/ld+json">{"@graph": [{"@type": "Product", "sku": "K-7",
                  "offers": [{"price": "1.299,00", "priceCurrency": "EUR"}, {"price": 7}],
                  "brand": {"@type": "Brand", "name": "Kelp"}}]}</script>
                <script type="application/ld+json">{broken</script></head>
                <body><h1>Kettle</h1>
                <div itemscope><span itemprop="ratingValue" content="4.5">four and a half</span></div>
                <dl><dt>In stock</dt><dd>yes</dd><dt>State (now)</dt><dd>NEW</dd></dl>
                <h2>Colours</h2><ul><li>red</li><li>blue</li></ul></body></html>
                """);
        String schema = """
                {'schema': {'properties': {
                    'sku': {'type': 'string'}, 'title': {'type': 'string'},
                    'offers': {'type': 'array', 'items': {'type': 'object', 'properties': {
                       'price': {'type': 'number'}, 'priceCurrency': {'type': 'string'}}}},
                    'brand': {'type': 'string'}, 'ratingValue': {'anyOf': [{'type': 'null'}, {'type': 'number'}]},
                    'inStock': {'type': 'boolean'}, 'state': {'enum': ['used', 'new']}, 'date': {'type': 'string'},
                    'colours': {'type': 'array', 'items': {'type': 'string'}},
                    'seller': {'type': 'object', 'properties': {'phone': {'type': 'string'}}}}}}
                """;

        assertThat(extract(site.url("/product"), schema).path("extracted").toString())
                .isEqualTo(
                        "{\"sku\":\"K-7\",\"title\":\"Kettle\",\"offers\":[{\"price\":1299.0,\"priceCurrency\":\"EUR\"},"
                                + "{\"price\":7,\"priceCurrency\":null}],\"brand\":\"Kelp\",\"ratingValue\":4.5,\"inStock\":true,"
                                + "\"state\":\"new\",\"date\":\"2026-02-01\",\"colours\":[\"red\",\"blue\"],\"seller\":null}");
    }

    @Test
    void extractsWhatThePromptNames() throws IOException {
        JsonNode page = extract(
                reader.site().url("/stations/kirkhaven.html"), "{'prompt': 'Who is the keeper, and which gauge?'}");

        assertThat(page.path("extracted").toString())
                .isEqualTo("{\"gauge\":\"Limpet 2\",\"keeper\":\"Kirkhaven Boat Club\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'prompt': 'zzz'}                                                       | prompt",
                "{'schema': {'type': 'object', 'properties': {'a': {'$ref': '#/$x'}}}}   | #/$x",
                "{'schema': {'title': 'colour'}}                                         | colour",
                "{'schema': {'title': 17}}                                               | title",
                "{'schema': {'$schema': 'x', 'type': 'array'}}                           | properties",
            })
    void failedExtractionKeepsThePage_andIsFree(String extract, String reason) throws IOException {
        JsonNode page = extract(reader.siteUrl(), extract);

        assertThat(page.path("extracted").isNull()).isTrue();
        assertThat(page.path("metadata")
                        .path("extraction")
                        .path("extractionError")
                        .asText())
                .contains(reason);
        assertThat(page.path("markdown").asText()).isNotEmpty();
        assertThat(page.path("credits").asInt()).isEqualTo(1);
    }

    @Test
    void extractsFromHtmlOnly() throws IOException {
        site.page("/data", 200, "text/plain", "name: x");

        JsonNode page = extract(site.url("/data"), "{'schema': {'name': 'string'}}");

        assertThat(page.path("extracted").isNull()).isTrue();
        assertThat(page.path("metadata")
                        .path("extraction")
                        .path("extractionError")
                        .asText())
                .contains("text/plain");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'url':'http://a','extract':{}}                                 | extract",
                "{'url':'http://a','extract':'all'}                              | extract",
                "{'url':'http://a','extract':{'schema':'x'}}                     | extract.schema",
                "{'url':'http://a','extract':{'schema':{}}}                      | extract.schema",
                "{'url':'http://a','extract':{'prompt':''}}                      | extract.prompt",
                "{'urls':['http://a'],'extract':{'prompt':'x'}}                  | extract",
                "{'url':'http://a','maxDepth':1,'extract':{'prompt':'x'}}        | extract",
            })
    void rejectsInvalidExtractions(String body, String path) throws IOException {
        Api.Response response = api.post("/v1/read", json(body).toString());

        assertThat(response.code()).isEqualTo("invalid_request");
        assertThat(response.details().path("issues").path(0).path("path").asText())
                .isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,104,480 | 1104480",
                "1.104.480,5 | 1104480.5",
                "€ 1.299,00 | 1299.00",
                "12,5 cm | 12.5",
                "about 9.7. | 9.7",
                "-3 | -3",
                "v1.2.3 | null",
                "none | null",
            })
    void parsesNumbersInCommonNotations(String text, String number) {
        assertThat(ValueParser.number(TextNode.valueOf(text)).toString()).isEqualTo(number);
    }
}
