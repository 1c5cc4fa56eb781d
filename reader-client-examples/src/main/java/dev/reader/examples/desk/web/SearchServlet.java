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

/** Searches the titles and texts of all pages. */
final class SearchServlet extends PageServlet {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int MIN_LENGTH = 2;
    private static final int MAX_LENGTH = 100;
    private static final int HITS_SHOWN = 50;
    private static final int CONTEXT = 90;

    private final transient Database database;

    /** A page that was found, and the place. */
    public record Hit(DeskPage page, String before, String found, String after) {}

    SearchServlet(Views views, Database database) {
        super(views);
        this.database = database;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String words = text(request, "q");
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
        String text = page.markdown() == null ? "" : page.markdown();
        int at = text.toLowerCase(Locale.ROOT).indexOf(words.toLowerCase(Locale.ROOT));
        if (at < 0 || at + words.length() > text.length()) {
            return new Hit(page, "", "", text.substring(0, Math.min(text.length(), 2 * CONTEXT)));
        }
        int end = at + words.length();
        return new Hit(
                page,
                text.substring(Math.max(0, at - CONTEXT), at),
                text.substring(at, end),
                text.substring(end, Math.min(text.length(), end + CONTEXT)));
    }
}
