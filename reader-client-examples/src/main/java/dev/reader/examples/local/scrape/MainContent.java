package dev.reader.examples.local.scrape;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/** Reduces a page to the content that the request selects. Modifies the document. */
final class MainContent {
    private static final String NEVER_CONTENT = "script, style, noscript, template, iframe, object, dialog, link, meta";
    private static final String BOILERPLATE =
            "nav, header, footer, aside, form, [role=navigation], [role=banner], [role=contentinfo], [role=search],"
                    + " [role=complementary], [aria-hidden=true], [hidden], .breadcrumbs, .breadcrumb, .sidebar,"
                    + " .skip-link, .cookie-banner";
    private static final String MAIN = "main, [role=main]";

    private MainContent() {}

    /**
     * Returns the elements that {@code includeTags}, {@code onlyMainContent} and {@code excludeTags} select, in page
     * order.
     */
    static Elements select(Document page, ScrapeOptions options) {
        page.select(NEVER_CONTENT).remove();
        Elements chosen;
        if (!options.includeTags().isEmpty()) {
            chosen = outermost(page.body().select(String.join(", ", options.includeTags())));
        } else if (options.onlyMainContent()) {
            chosen = main(page);
        } else {
            chosen = new Elements(List.of(page.body()));
        }
        if (!options.excludeTags().isEmpty()) {
            String excluded = String.join(", ", options.excludeTags());
            chosen.removeIf(element -> element.is(excluded));
            chosen.forEach(element -> element.select(excluded).remove());
        }
        return chosen;
    }

    /** Returns the main elements of the page, or its longest article, or the body; without boilerplate. */
    private static Elements main(Document page) {
        Elements mains = outermost(page.body().select(MAIN));
        if (mains.isEmpty()) {
            Elements articles = outermost(page.body().select("article"));
            Element longest = page.body();
            int length = 0;
            for (Element article : articles) {
                if (article.text().length() > length) {
                    longest = article;
                    length = article.text().length();
                }
            }
            mains = new Elements(List.of(longest));
        }
        mains.forEach(MainContent::removeBoilerplate);
        return mains;
    }

    /** Removes boilerplate, but keeps the header of the content itself, which may contain a heading. */
    private static void removeBoilerplate(Element main) {
        for (Element boilerplate : main.select(BOILERPLATE)) {
            boolean ownHeader = boilerplate.normalName().equals("header") && boilerplate.selectFirst("h1, h2") != null;
            if (!boilerplate.equals(main) && !(ownHeader && !main.normalName().equals("body"))) {
                boilerplate.remove();
            }
        }
    }

    private static Elements outermost(Elements elements) {
        Set<Element> selected = Collections.newSetFromMap(new IdentityHashMap<>());
        selected.addAll(elements);
        Elements outermost = new Elements();
        for (Element element : elements) {
            Element ancestor = element.parent();
            while (ancestor != null && !selected.contains(ancestor)) {
                ancestor = ancestor.parent();
            }
            if (ancestor == null) {
                outermost.add(element);
            }
        }
        return outermost;
    }
}
