package dev.reader.examples.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
    void withoutTheKeyNothingIsToBeHad() {
        URI url = URI.create(reader.baseUrl() + "/v1/jobs/x");

        Api.Answer missing = Api.send(HttpRequest.newBuilder(url));
        Api.Answer wrong = Api.send(HttpRequest.newBuilder(url).header("x-api-key", "rdr_other"));

        for (Api.Answer answer : List.of(missing, wrong)) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("unauthenticated");
            assertThat(answer.json().path("success").asBoolean(true)).isFalse();
            assertThat(answer.json().path("error").path("docsUrl").asText()).endsWith("#unauthenticated");
            assertThat(answer.header("x-request-id")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/nothing", "/v1/jobs/", "/v1/jobs/a/b", "/v1/jobs/a%2Fb", "/v2/jobs/a"})
    void anUnknownPathIsNotFoundInJson(String path) {
        Api.Answer answer = api.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("not_found");
        assertThat(answer.header("x-request-id")).isNotEmpty();
    }

    @Test
    void anUnknownJobIsNotFound() {
        assertThat(api.get("/v1/jobs/job_none").code()).isEqualTo("not_found");
        assertThat(api.delete("/v1/jobs/job_none").code()).isEqualTo("not_found");
        assertThat(api.post("/v1/jobs/job_none/retry", "").code()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{} {}", "\"url\""})
    void aBodyThatIsNoJsonObjectIsInvalid(String body) {
        Api.Answer answer = api.post("/v1/read", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.details().path("issues")).isNotEmpty();
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
                "{'url':'http://a','formats':[]}                   | formats",
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
    void aFieldThatIsWrongIsNamed(String body, String path) {
        Api.Answer answer = api.post("/v1/read", body.replace('\'', '"'));

        assertThat(answer.status()).isEqualTo(400);
        JsonNode issue = answer.details().path("issues").path(0);
        assertThat(issue.path("path").asText()).isEqualTo(path);
        assertThat(issue.path("code").asText()).isNotEmpty();
        assertThat(issue.path("message").asText()).isNotEmpty();
    }

    @Test
    void everyIssueIsNamedAtOnce() {
        Api.Answer answer = api.post("/v1/read", "{\"url\":\"http://a\",\"timeoutMs\":1,\"maxPages\":0}");

        List<String> paths = new ArrayList<>();
        answer.details()
                .path("issues")
                .forEach(issue -> paths.add(issue.path("path").asText()));
        assertThat(paths).containsExactly("timeoutMs", "maxPages");
    }

    @Test
    void aBatchHoldsAtMostAThousandUrls() {
        String[] urls = new String[1001];
        Arrays.fill(urls, "http://127.0.0.1:9/");

        Api.Answer answer = api.read(Api.batch(urls));

        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.details().path("issues").path(0).path("path").asText())
                .isEqualTo("urls");
    }

    @ParameterizedTest
    @CsvSource({"skip=-1,skip", "skip=x,skip", "limit=0,limit", "limit=101,limit", "limit=,limit"})
    void paginationIsChecked(String query, String path) {
        String id = api.job(Api.batch(reader.siteUrl()));

        Api.Answer answer = api.get("/v1/jobs/" + id + "?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.details().path("issues").path(0).path("path").asText())
                .isEqualTo(path);
    }
}
