package dev.reader.examples.local;

import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/** Cuts a page down to what the request asks for. The document is changed. */
final class MainContent {
    private static final String NEVER_CONTENT = "script, style, noscript, template, iframe, object, dialog, link, meta";
    private static final String CHROME =
            "nav, header, footer, aside, form, [role=navigation], [role=banner], [role=contentinfo], [role=search],"
                    + " [role=complementary], [aria-hidden=true], [hidden], .breadcrumbs, .breadcrumb, .sidebar,"
                    + " .skip-link, .cookie-banner";
    private static final String MAIN = "main, [role=main]";

    private MainContent() {}

    /** The elements that {@code includeTags}, {@code onlyMainContent} and {@code excludeTags} leave, in page order. */
    static Elements select(Document page, ReadOptions options) {
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

    /** The page's own main element, or the article that says most, or the body without its chrome. */
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
        mains.forEach(MainContent::removeChrome);
        return mains;
    }

    /** Removes what surrounds content, but keeps the header of the content itself: a heading may be in it. */
    private static void removeChrome(Element main) {
        for (Element chrome : main.select(CHROME)) {
            boolean ownHeader = chrome.normalName().equals("header") && chrome.selectFirst("h1, h2") != null;
            if (!chrome.equals(main) && !(ownHeader && !main.normalName().equals("body"))) {
                chrome.remove();
            }
        }
    }

    private static Elements outermost(Elements elements) {
        Elements outermost = new Elements();
        for (Element element : elements) {
            if (outermost.stream().noneMatch(element.parents()::contains)) {
                outermost.add(element);
            }
        }
        return outermost;
    }
}
