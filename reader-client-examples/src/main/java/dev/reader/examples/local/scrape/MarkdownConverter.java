package dev.reader.examples.local.scrape;

import com.vladsch.flexmark.html2md.converter.FlexmarkHtmlConverter;
import com.vladsch.flexmark.util.data.MutableDataSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.Elements;

/**
 * Converts HTML to Markdown, in a time that grows with the size of the page.
 *
 * <p>For each block, the library copies the list of all its siblings, so that its time grows with the square of their
 * number. Therefore it gets few siblings at once: containers, which have no meaning in Markdown, are opened, and their
 * blocks are converted in chunks.
 */
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

    private static final int MAX_SIBLINGS = 64;
    private static final int CHUNK_CHARACTERS = 32 * 1024;
    private static final Set<String> CONTAINERS = Set.of("body", "main", "div", "section", "article");
    private static final Set<String> LISTS = Set.of("ul", "ol", "dl");
    /** The children of these elements belong together. */
    private static final Set<String> INDIVISIBLE =
            Set.of("ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "pre", "select");

    private final StringBuilder markdown = new StringBuilder();
    private final StringBuilder chunk = new StringBuilder();
    private int siblings;
    private String lastBlock = "";

    private MarkdownConverter() {}

    /**
     * Returns the Markdown of the elements. Modifies them.
     *
     * @throws IllegalStateException if the thread is interrupted
     */
    static String convert(Elements content) {
        MarkdownConverter converter = new MarkdownConverter();
        content.forEach(converter::add);
        converter.flush();
        return converter.markdown.toString().strip() + "\n";
    }

    private void add(Element element) {
        if (!CONTAINERS.contains(element.normalName())) {
            addBlock(element.normalName(), html(element));
            return;
        }
        StringBuilder inline = new StringBuilder();
        for (Node child : element.childNodes()) {
            if (child instanceof Element block && block.isBlock()) {
                addInline(inline);
                add(block);
            } else {
                inline.append(child instanceof Element other ? html(other) : child.outerHtml());
            }
        }
        addInline(inline);
    }

    private void addInline(StringBuilder inline) {
        if (!inline.toString().isBlank()) {
            addBlock("div", "<div>" + inline + "</div>");
        }
        inline.setLength(0);
    }

    private void addBlock(String name, String html) {
        boolean full = siblings >= MAX_SIBLINGS || chunk.length() + html.length() > CHUNK_CHARACTERS;
        if (full && !(LISTS.contains(name) && LISTS.contains(lastBlock))) {
            flush();
        }
        chunk.append(html);
        siblings++;
        lastBlock = name;
    }

    private void flush() {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("the conversion was cancelled");
        }
        String converted = siblings == 0 ? "" : CONVERTER.convert(chunk.toString());
        if (!converted.isBlank()) {
            markdown.append(converted.stripTrailing()).append("\n\n");
        }
        chunk.setLength(0);
        siblings = 0;
    }

    private static String html(Element element) {
        for (Element wide : element.select("*")) {
            if (wide.childNodeSize() > MAX_SIBLINGS && !INDIVISIBLE.contains(wide.normalName())) {
                group(wide);
            }
        }
        return element.outerHtml();
    }

    /** Puts the children into groups, each of which ends with a block. */
    private static void group(Element parent) {
        List<Node> children = new ArrayList<>(parent.childNodes());
        if (children.stream().noneMatch(MarkdownConverter::isBlock)) {
            return;
        }
        parent.empty();
        Element group = parent.appendElement("div");
        for (Node child : children) {
            if (group.childNodeSize() >= MAX_SIBLINGS && isBlock(child)) {
                group = parent.appendElement("div");
            }
            group.appendChild(child);
        }
    }

    private static boolean isBlock(Node node) {
        return node instanceof Element element && element.isBlock();
    }
}
