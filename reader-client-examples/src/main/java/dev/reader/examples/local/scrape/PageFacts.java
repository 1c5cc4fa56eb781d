package dev.reader.examples.local.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.reader.examples.local.http.JsonNodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The named values of a page, from JSON-LD, microdata, labelled cells, lists under headings and meta tags, in this
 * order of trust. Comparing names ignores case, spaces, punctuation and text in brackets.
 */
final class PageFacts {
    private static final Logger LOG = LoggerFactory.getLogger(PageFacts.class);
    private static final Map<String, List<String>> SYNONYMS = Map.of(
            "title", List.of("headline", "name"),
            "name", List.of("headline", "title"),
            "heading", List.of("h1", "title"),
            "summary", List.of("description"),
            "author", List.of("creator"),
            "date", List.of("datepublished", "publishedtime", "datemodified"),
            "version", List.of("softwareversion"),
            "currency", List.of("pricecurrency"),
            "image", List.of("ogimage"));

    /** A table: its column names and, by column, the cells of each row. */
    record Table(String heading, List<Map<String, String>> rows, Set<String> columns) {}

    private final Map<String, List<JsonNode>> values = new LinkedHashMap<>();
    private final List<Table> tables = new ArrayList<>();

    PageFacts(Document page) {
        page.select("script[type=application/ld+json]").forEach(this::addJsonLd);
        page.select("[itemprop]").forEach(element -> add(element.attr("itemprop"), microdata(element)));
        page.select("table").forEach(this::addTable);
        page.select("dt")
                .forEach(term -> add(
                        term.text(),
                        term.nextElementSibling() == null
                                ? ""
                                : term.nextElementSibling().text()));
        page.select("ul, ol").forEach(this::addList);
        page.select("meta[content]").forEach(this::addMeta);
        page.select("h1").forEach(heading -> add("h1", heading.text()));
        page.select("h1").forEach(heading -> add("title", heading.text()));
        add("title", page.title());
        page.select("h1, h2, h3, h4, h5, h6").forEach(heading -> add("headings", heading.text()));
        page.select("a[href]").forEach(link -> add("links", link.absUrl("href")));
        page.select("img[src]").forEach(image -> add("images", image.absUrl("src")));
    }

    /** Returns every value under the name or, if there is none, under a synonym. */
    List<JsonNode> find(String name) {
        String key = key(name);
        List<JsonNode> found = values.get(key);
        for (String synonym : SYNONYMS.getOrDefault(key, List.of())) {
            found = found == null ? values.get(synonym) : found;
        }
        return found == null ? List.of() : found;
    }

    List<Table> tables() {
        return tables;
    }

    static String key(String label) {
        return label.replaceAll("\\([^)]*\\)", "")
                .replaceAll("[^\\p{L}\\p{N}]", "")
                .toLowerCase(Locale.ROOT);
    }

    private void add(String name, String text) {
        if (!text.isBlank()) {
            add(name, TextNode.valueOf(text.strip()));
        }
    }

    private void add(String name, JsonNode value) {
        String key = key(name);
        if (!key.isEmpty() && !value.isNull()) {
            values.computeIfAbsent(key, absent -> new ArrayList<>()).add(value);
        }
    }

    private void addJsonLd(Element script) {
        try {
            addObject(JsonNodes.parse(script.data().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            LOG.debug("ignored JSON-LD that is not valid JSON: {}", e.getMessage());
        }
    }

    private void addObject(JsonNode node) {
        node.properties().stream()
                .filter(field -> !field.getKey().startsWith("@"))
                .forEach(field -> add(field.getKey(), field.getValue()));
        node.forEach(this::addObject);
    }

    private static String microdata(Element element) {
        for (String attribute : List.of("content", "datetime", "abs:href", "abs:src")) {
            if (element.hasAttr(attribute)) {
                return element.attr(attribute);
            }
        }
        return element.text();
    }

    private void addMeta(Element meta) {
        String name = meta.hasAttr("property") ? meta.attr("property") : meta.attr("name");
        String content = meta.attr("content");
        add(name, content);
        if (name.contains(":")) {
            add(name.substring(name.lastIndexOf(':') + 1), content);
        }
    }

    private void addList(Element list) {
        String heading = heading(list);
        list.select("> li").forEach(item -> add(heading, item.text()));
    }

    /** Adds a row of a heading and a cell as a labelled value, and keeps a table with column headings. */
    private void addTable(Element table) {
        for (Element row : table.select("tr")) {
            if (row.childrenSize() == 2 && row.child(0).is("th") && row.child(1).is("td")) {
                add(row.child(0).text(), row.child(1).text());
            }
        }
        List<String> columns = new ArrayList<>();
        Element head = table.selectFirst("tr:has(> th + th)");
        if (head == null) {
            return;
        }
        head.select("> th").forEach(cell -> columns.add(key(cell.text())));
        List<Map<String, String>> rows = new ArrayList<>();
        for (Element row : table.select("tr:has(> td)")) {
            Map<String, String> cells = new LinkedHashMap<>();
            for (int i = 0; i < Math.min(columns.size(), row.childrenSize()); i++) {
                cells.put(columns.get(i), row.child(i).text());
            }
            rows.add(cells);
        }
        tables.add(new Table(key(heading(table)), rows, Set.copyOf(columns)));
    }

    /** Returns the nearest heading before the element among its siblings; empty if there is none. */
    private static String heading(Element element) {
        for (Element above = element.previousElementSibling(); above != null; above = above.previousElementSibling()) {
            if (above.is("h1, h2, h3, h4, h5, h6")) {
                return above.text();
            }
        }
        return "";
    }
}
