package dev.reader.examples.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.examples.local.Api;
import dev.reader.examples.local.LocalReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {
    private final LocalReader reader = LocalReader.builder().start();
    private final Api api = new Api(reader);

    @AfterEach
    void stop() {
        reader.close();
    }

    @Test
    void rejectsAMissingOrWrongKey() {
        URI url = URI.create(reader.baseUrl() + "/v1/jobs/x");

        Api.Response missing = Api.send(HttpRequest.newBuilder(url));
        Api.Response wrong = Api.send(HttpRequest.newBuilder(url).header("x-api-key", "rdr_other"));

        for (Api.Response response : List.of(missing, wrong)) {
            assertThat(response.status()).isEqualTo(401);
            assertThat(response.code()).isEqualTo("unauthenticated");
            assertThat(response.json().path("success").asBoolean(true)).isFalse();
            assertThat(response.json().path("error").path("docsUrl").asText()).endsWith("#unauthenticated");
            assertThat(response.header("x-request-id")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/nothing", "/v1/jobs/", "/v1/jobs/a/b", "/v1/jobs/a%2Fb", "/v2/jobs/a"})
    void unknownPathReturnsNotFoundAsJson(String path) {
        Api.Response response = api.get(path);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.code()).isEqualTo("not_found");
        assertThat(response.header("x-request-id")).isNotEmpty();
    }

    @Test
    void unknownJobIsNotFound() {
        assertThat(api.get("/v1/jobs/job_none").code()).isEqualTo("not_found");
        assertThat(api.delete("/v1/jobs/job_none").code()).isEqualTo("not_found");
        assertThat(api.post("/v1/jobs/job_none/retry", "").code()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{} {}", "\"url\""})
    void rejectsABodyOtherThanAJsonObject(String body) {
        Api.Response response = api.post("/v1/read", body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.code()).isEqualTo("invalid_request");
        assertThat(response.details().path("issues")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                | url",
                "{'url':'http://a','urls':['http://a']}            | url",
                "{'url':'no url'}                                  | url",
                "{'url':17}                                        | url",
                "{'urls':[]}                                       | urls",
                "{'urls':['http://a','b']}                         | urls.1",
                "{'url':'http://a','formats':['pdf']}              | formats.0",
                "{'url':'http://a','formats':null}                 | formats",
                "{'url':'http://a','timeoutMs':null}               | timeoutMs",
                "{'url':'http://a','onlyMainContent':null}         | onlyMainContent",
                "{'url':'http://a','proxyMode':null}               | proxyMode",
                "{'url':'http://a','includeTags':null}             | includeTags",
                "{'url':'http://a','extract':null}                 | extract",
                "{'urls':['http://a'],'webhook':null}              | webhook",
                "{'urls':['']}                                     | urls.0",
                "{'urls':['http://a',' ']}                         | urls.1",
                "{'url':''}                                        | url",
                "{'url':'http://a','onlyMainContent':'yes'}        | onlyMainContent",
                "{'url':'http://a','includeTags':['p','>>']}       | includeTags.1",
                "{'url':'http://a','excludeTags':'p'}              | excludeTags",
                "{'url':'http://a','timeoutMs':999}                | timeoutMs",
                "{'url':'http://a','timeoutMs':120001}             | timeoutMs",
                "{'url':'http://a','timeoutMs':99999999999999}     | timeoutMs",
                "{'url':'http://a','timeoutMs':1.5}                | timeoutMs",
                "{'url':'http://a','proxyMode':'magic'}            | proxyMode",
                "{'url':'http://a','maxDepth':0}                   | maxDepth",
                "{'url':'http://a','maxDepth':11}                  | maxDepth",
                "{'url':'http://a','maxPages':10001}               | maxPages",
                "{'urls':['http://a'],'batchConcurrency':21}       | batchConcurrency",
                "{'urls':['http://a'],'maxConcurrency':0}          | maxConcurrency",
            })
    void namesTheInvalidField(String body, String path) {
        Api.Response response = api.post("/v1/read", body.replace('\'', '"'));

        assertThat(response.status()).isEqualTo(400);
        JsonNode issue = response.details().path("issues").path(0);
        assertThat(issue.path("path").asText()).isEqualTo(path);
        assertThat(issue.path("code").asText()).isNotEmpty();
        assertThat(issue.path("message").asText()).isNotEmpty();
    }

    @Test
    void reportsAllIssuesAtOnce() {
        Api.Response response = api.post("/v1/read", "{\"url\":\"http://a\",\"timeoutMs\":1,\"maxPages\":0}");

        List<String> paths = new ArrayList<>();
        response.details()
                .path("issues")
                .forEach(issue -> paths.add(issue.path("path").asText()));
        assertThat(paths).containsExactly("timeoutMs", "maxPages");
    }

    @Test
    void limitsABatchToAThousandUrls() {
        String[] urls = new String[1001];
        Arrays.fill(urls, "http://127.0.0.1:9/");

        Api.Response response = api.read(Api.batch(urls));

        assertThat(response.code()).isEqualTo("invalid_request");
        assertThat(response.details().path("issues").path(0).path("path").asText())
                .isEqualTo("urls");
    }

    @ParameterizedTest
    @CsvSource({"skip=-1,skip", "skip=x,skip", "limit=0,limit", "limit=101,limit", "limit=,limit"})
    void validatesPagination(String query, String path) {
        String id = api.job(Api.batch(reader.siteUrl()));

        Api.Response response = api.get("/v1/jobs/" + id + "?" + query);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.details().path("issues").path(0).path("path").asText())
                .isEqualTo(path);
    }
}
