package dev.reader.examples.desk.web;

import com.vladsch.flexmark.ext.gfm.strikethrough.StrikethroughExtension;
import com.vladsch.flexmark.ext.tables.TablesExtension;
import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.util.data.MutableDataSet;
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

    public MarkdownView() {
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
        if (NESTED.matcher(shown).find()) {
            return plain(shown);
        }
        try {
            return clean(renderer.render(parser.parse(shown)));
        } catch (RuntimeException | StackOverflowError e) {
            return plain(shown); // Markdown that breaks the renderer is still worth reading
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
