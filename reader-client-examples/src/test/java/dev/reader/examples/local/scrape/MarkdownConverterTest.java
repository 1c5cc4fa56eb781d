package dev.reader.examples.local.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownConverterTest {
    private static String convert(String html) {
        Document page = Jsoup.parse(html);
        page.outputSettings().prettyPrint(false);
        return MarkdownConverter.convert(new Elements(page.body()));
    }

    @Test
    void blocksOfManyChunksAreSeparated_andComeInOrder() {
        StringBuilder html = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            html.append("<div><h2>H" + i + "</h2>text " + i + " <b>bold</b><p>paragraph " + i + "</p></div>");
            expected.append("## H" + i + "\n\ntext " + i + " **bold**\n\nparagraph " + i + "\n\n");
        }

        assertThat(convert(html.toString()) + "\n").isEqualTo(expected.toString());
    }

    @Test
    void wideElementsInsideABlockAreGrouped_withoutLosingText() {
        StringBuilder html = new StringBuilder("<blockquote>");
        for (int i = 0; i < 500; i++) {
            html.append("<p>line " + i + "</p>");
        }

        String[] lines = convert(html + "</blockquote>")
                .lines()
                .filter(line -> line.contains("line"))
                .toArray(String[]::new);

        assertThat(lines).hasSize(500);
        assertThat(lines[499]).isEqualTo("> line 499");
    }

    /**
     * With the square of the siblings, the slowest of these takes minutes. The limit is far above what a loaded
     * machine needs.
     */
    @ParameterizedTest
    @CsvSource({
        "2600000, '', '<div><div><span>text</span></div></div>', ''",
        "2600000, '', '<p>Paragraph with <b>bold</b> text and a <a href=\"http://x/\">link</a></p>', ''",
        "650000, <ul>, '<li>Item <i>of</i> the list</li>', </ul>",
        "650000, <table>, '<tr><td>cell</td><td>other</td></tr>', </table>",
        "650000, <p>, 'word <a href=\"/x\">link</a> and <code>code</code>', </p>",
        "650000, <table><tr><td>, '<div>layout</div>', </td></tr></table>",
        "650000, <x-app>, '<div><p>component</p></div>', </x-app>",
    })
    @Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLargePageTakesBoundedTime(int size, String before, String block, String after) {
        String html = before + block.repeat(size / block.length()) + after;

        assertThat(convert(html)).hasSizeGreaterThan(size / 20);
    }
}
