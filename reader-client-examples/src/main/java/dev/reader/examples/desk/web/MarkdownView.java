package dev.reader.examples.desk.web;

import com.vladsch.flexmark.ext.gfm.strikethrough.StrikethroughExtension;
import com.vladsch.flexmark.ext.tables.TablesExtension;
import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.util.data.MutableDataSet;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.safety.Safelist;

/**
 * Renders the Markdown of a page, which is hostile: anybody may have written it. Raw HTML is shown as text, and what the
 * renderer makes passes an allow-list: no scripts, no styles, no classes and ids, no forms, links to http and https only.
 * Pictures become links, because loading one would tell a foreign site who reads the page.
 */
public final class MarkdownView {
    /** Longer text is cut, so that the browser stays responsive. */
    static final int MAX_LENGTH = 200_000;

    /** A longer text is rendered in parts. */
    private static final int MAX_PART_LENGTH = 10_000;

    private static final int MAX_HEADER = 2_000;
    private static final Pattern DELIMITER_ROW = Pattern.compile("[ |:]*-[ |:-]*");
    /** Markdown that takes longer to render is shown as plain text. */
    private static final Duration MAX_TIME = Duration.ofSeconds(2);

    private static final int MAX_ELEMENTS = 20_000;
    /** The parser calls itself for each level, and takes long for brackets that never close. */
    private static final Pattern NESTED = Pattern.compile("(?:[>\\[] ?){100}");

    private static final Safelist ALLOWED = new Safelist()
            .addTags("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "em", "strong")
            .addTags("del", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "img")
            .addAttributes("a", "href")
            .addAttributes("img", "src", "alt")
            .addAttributes("ol", "start")
            .addProtocols("a", "href", "http", "https")
            .addProtocols("img", "src", "http", "https");

    private final Parser parser;
    private final HtmlRenderer renderer;
    private final Duration maxTime;

    public MarkdownView() {
        this(MAX_TIME);
    }

    MarkdownView(Duration maxTime) {
        this.maxTime = maxTime;
        MutableDataSet options = new MutableDataSet()
                .set(Parser.EXTENSIONS, List.of(TablesExtension.create(), StrikethroughExtension.create()))
                .set(HtmlRenderer.ESCAPE_HTML, true);
        parser = Parser.builder(options).build();
        renderer = HtmlRenderer.builder(options).build();
    }

    /** Returns HTML that is safe to include in a page. */
    public String render(String markdown) {
        String shown = markdown.length() <= MAX_LENGTH
                ? markdown
                : markdown.substring(0, MAX_LENGTH) + "\n\n*The rest is not shown: the text is too long.*";
        return NESTED.matcher(shown).find() ? plain(shown) : clean(renderParts(shown));
    }

    /** Renders part by part, because the parser's time grows with the square of the length of some texts. */
    private String renderParts(String markdown) {
        StringBuilder html = new StringBuilder();
        String header = "";
        long end = System.nanoTime() + maxTime.toNanos();
        for (int from = 0; from < markdown.length(); ) {
            if (from > 0 && System.nanoTime() > end) {
                return html.append(plain(markdown.substring(from))).toString();
            }
            int to = endOfPart(markdown, from);
            String part = header + markdown.substring(from, to);
            html.append(renderPart(part));
            header = headerOfOpenTable(part);
            from = to;
        }
        return html.toString();
    }

    /** Returns the first two lines of the table at the end of a part, which its rest in the next part needs too. */
    private static String headerOfOpenTable(String part) {
        String[] lines = part.substring(part.lastIndexOf("\n\n") + 1).strip().split("\n", 3);
        boolean open = lines.length == 3 && !part.endsWith("\n\n") && lines[0].contains("|");
        return open && DELIMITER_ROW.matcher(lines[1]).matches() && lines[0].length() + lines[1].length() < MAX_HEADER
                ? lines[0] + "\n" + lines[1] + "\n"
                : "";
    }

    /** Returns where the part ends: at the last blank line, else line, else character that fits. */
    private static int endOfPart(String markdown, int from) {
        int limit = from + MAX_PART_LENGTH;
        if (limit >= markdown.length()) {
            return markdown.length();
        }
        for (String separator : List.of("\n\n", "\n")) {
            int end = markdown.lastIndexOf(separator, limit - separator.length());
            if (end > from) {
                return end + separator.length();
            }
        }
        return Character.isHighSurrogate(markdown.charAt(limit - 1)) ? limit - 1 : limit;
    }

    private String renderPart(String markdown) {
        try {
            return renderer.render(parser.parse(markdown));
        } catch (RuntimeException | StackOverflowError e) {
            return plain(markdown); // Markdown that breaks the renderer is still worth reading
        }
    }

    private static String plain(String text) {
        return "<pre>" + Entities.escape(text) + "</pre>";
    }

    private static String clean(String html) {
        Document document = Jsoup.parseBodyFragment(Jsoup.clean(html, ALLOWED));
        document.outputSettings().prettyPrint(false);
        for (Element image : document.select("img")) {
            Element link = new Element("a").attr("href", image.attr("src"));
            String alternative = image.attr("alt").isBlank() ? "picture" : image.attr("alt");
            link.text("[" + alternative + "]");
            // a picture inside of a link: the link is enough
            image.replaceWith(
                    image.closest("a") == null && !image.attr("src").isEmpty()
                            ? link
                            : new Element("span").text("[" + alternative + "]"));
        }
        for (Element link : document.select("a[href]")) {
            link.attr("rel", "noopener noreferrer nofollow").attr("target", "_blank");
        }
        document.select("table").forEach(table -> table.wrap("<div class=\"scroll\" tabindex=\"0\"></div>"));
        if (document.body().getAllElements().size() > MAX_ELEMENTS) {
            return plain(document.body().wholeText());
        }
        return document.body().html();
    }
}
