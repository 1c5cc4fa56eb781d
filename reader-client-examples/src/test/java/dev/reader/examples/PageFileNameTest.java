package dev.reader.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PageFileNameTest {
    private static String name(String url) {
        return PageFileName.of(url, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com, example.com",
        "https://example.com/, example.com",
        "https://example.com/docs/api-v2.html, example.com_docs_api-v2.html",
        "https://example.com/../../etc/passwd, example.com_.._.._etc_passwd",
    })
    void shortUrls_readLikeThemselves(String url, String expected) {
        assertThat(name(url)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/search?q=tides, example.com_search-q-tides",
        "http://example.com/docs, example.com_docs",
        "https://example.com/docs/, example.com_docs",
        "https://example.com/About, example.com_About",
        "https://ja.wikipedia.org/wiki/%E6%97%A5%E6%9C%AC, ja.wikipedia.org_wiki_日本",
        "https://ja.wikipedia.org/wiki/日本, ja.wikipedia.org_wiki_日本",
        "https://example.com/100%, example.com_100",
        "https://con, con",
        "https://../x, x",
        "'', page",
    })
    void otherUrls_areReadable_andEndInAHash(String url, String readable) {
        assertThat(name(url)).matches(java.util.regex.Pattern.quote(readable) + "~[0-9a-f]{10}");
    }

    @Test
    void namesAreStable() {
        assertThat(name("https://example.com/search?q=tides")).isEqualTo("example.com_search-q-tides~40f4334299");
    }

    @Test
    void differentUrls_haveDifferentNames_alsoWhereCaseIsIgnored() {
        List<String> urls = List.of(
                "https://example.com/a",
                "https://example.com/A",
                "http://example.com/a",
                "https://example.com/a/",
                "https://example.com/a?",
                "https://example.com/a#",
                "https://example.com/%61",
                "https://example.com/a_b",
                "https://example.com/a/b",
                "https://example.com/a-b",
                "https://example.com/a%2Fb",
                "https://example.com/é",
                "https://example.com/e\u0301",
                "https://example.com/%C3%A9");

        assertThat(urls.stream().map(url -> name(url).toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "日", "😀", "%F0%9F%98%80", "/x", "?a=b"})
    void longUrls_fitAnyFileSystem(String part) {
        String url = "https://example.com/" + part.repeat(3_000);

        assertThat((name(url) + "~99.json").getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(143);
        assertThat(name(url)).isNotEqualTo(name(url + part)).doesNotContain("\uFFFD");
    }

    @Test
    void whereFileNamesAreAscii_theHashDistinguishes() {
        assertThat(PageFileName.of("https://example.com/日本", StandardCharsets.US_ASCII))
                .matches("example.com~[0-9a-f]{10}");
    }
}
