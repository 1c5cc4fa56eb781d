package dev.reader.examples.local.scrape;

import com.vladsch.flexmark.html2md.converter.FlexmarkHtmlConverter;
import com.vladsch.flexmark.util.data.MutableDataSet;
import org.jsoup.select.Elements;

/** Converts HTML to Markdown. */
final class MarkdownConverter {
    private static final FlexmarkHtmlConverter CONVERTER = FlexmarkHtmlConverter.builder(new MutableDataSet()
                    .set(FlexmarkHtmlConverter.SETEXT_HEADINGS, false)
                    .set(FlexmarkHtmlConverter.OUTPUT_ATTRIBUTES_ID, false)
                    .set(FlexmarkHtmlConverter.OUTPUT_UNKNOWN_TAGS, false)
                    .set(FlexmarkHtmlConverter.WRAP_AUTO_LINKS, false)
                    .set(FlexmarkHtmlConverter.EXTRACT_AUTO_LINKS, false)
                    .set(FlexmarkHtmlConverter.TYPOGRAPHIC_QUOTES, false)
                    .set(FlexmarkHtmlConverter.TYPOGRAPHIC_SMARTS, false)
                    .set(FlexmarkHtmlConverter.MAX_BLANK_LINES, 1)
                    .toImmutable())
            .build();

    private MarkdownConverter() {}

    static String convert(Elements content) {
        return CONVERTER.convert(content.outerHtml()).strip() + "\n";
    }
}
