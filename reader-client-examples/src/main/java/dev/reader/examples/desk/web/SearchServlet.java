package dev.reader.examples.desk.web;

import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.DeskPage;
import dev.reader.examples.desk.store.PageTable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Searches the titles and texts of all pages. */
final class SearchServlet extends PageServlet {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int MIN_LENGTH = 2;
    private static final int MAX_LENGTH = 100;
    private static final int HITS_SHOWN = 50;
    private static final int CONTEXT = 90;
    private static final int MAX_SHOWN_LENGTH = 200_000;
    private static final Pattern LINK = Pattern.compile("!?\\[([^\\[\\]]{0,300})]\\([^()\\s]{0,2000}\\)");
    private static final Pattern MARK = Pattern.compile("[#*`|~>]+|-{3,}|\\s{2,}");

    private final transient Database database;

    /** A page that was found, and the place. */
    public record Hit(DeskPage page, String before, String found, String after) {}

    SearchServlet(Views views, Database database) {
        super(views);
        this.database = database;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String words = text(request, "q").replace("\0", ""); // PostgreSQL refuses NUL characters
        List<Hit> hits = new ArrayList<>();
        boolean searched = words.length() >= MIN_LENGTH && words.length() <= MAX_LENGTH;
        if (searched) {
            for (DeskPage page : database.call(connection -> PageTable.search(connection, words, HITS_SHOWN))) {
                hits.add(hit(page, words));
            }
        }
        render(
                request,
                response,
                wantsFragment(request) ? "search-hits" : "search",
                Map.of("q", words, "hits", hits, "searched", searched, "limit", HITS_SHOWN));
    }

    private static Hit hit(DeskPage page, String words) {
        String markdown = page.markdown() == null ? "" : page.markdown();
        String plain = plain(markdown);
        // in an address, say, or in the title alone
        String text = indexOf(plain, words) < 0 && indexOf(markdown, words) >= 0 ? markdown : plain;
        int at = indexOf(text, words);
        if (at < 0) {
            return new Hit(page, "", "", beginning(text, 2 * CONTEXT));
        }
        int end = at + words.length();
        String before = text.substring(Math.max(0, at - CONTEXT), at);
        return new Hit(
                page,
                at > CONTEXT ? "…" + before.replaceFirst("^\\S*", "") : before,
                text.substring(at, end),
                beginning(text.substring(end), CONTEXT));
    }

    private static int indexOf(String text, String words) {
        int at = text.toLowerCase(Locale.ROOT).indexOf(words.toLowerCase(Locale.ROOT));
        return at + words.length() > text.length() ? -1 : at;
    }

    /** Returns the first whole words of a text. */
    private static String beginning(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length).replaceFirst("\\S*$", "") + "…";
    }

    /** Returns the text without most of its Markdown. */
    private static String plain(String markdown) {
        String text = LINK.matcher(beginning(markdown, MAX_SHOWN_LENGTH)).replaceAll("$1");
        return MARK.matcher(text).replaceAll(" ");
    }
}
