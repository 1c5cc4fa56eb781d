package dev.reader.examples.rag;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.segment.TextSegment;
import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.run.BatchRun;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Brings a store up to date with a site. Embeds only the pages that are new or have changed. */
final class SiteIndexer {
    /**
     * The outcome of a crawl, in pages.
     *
     * @param failed pages that could not be read; the store keeps their last version
     * @param gone pages that the store had and the crawl did not find, and that are removed
     * @param passages how many passages were embedded
     */
    record Summary(int added, int changed, int unchanged, int failed, int gone, int passages) {}

    private final ReaderClient reader;
    private final Indexing indexing;
    private final PassageStore store;

    private final Set<String> found = new HashSet<>();
    private int results;
    private int added;
    private int changed;
    private int unchanged;
    private int passages;

    SiteIndexer(ReaderClient reader, Indexing indexing, PassageStore store) {
        this.reader = reader;
        this.indexing = indexing;
        this.store = store;
    }

    /**
     * Crawls and indexes.
     *
     * @param maxPages the limit of the crawl. If it is reached, no page is removed, because the crawl may not have got
     *     to it
     */
    Summary index(String site, int maxPages, BiConsumer<String, String> onFailed) throws SQLException {
        Set<String> failed = new HashSet<>();
        CrawlRequest crawl = CrawlRequest.builder(site)
                .maxDepth(10)
                .maxPages(maxPages)
                .cache(false)
                .build();
        try (Stream<Document> documents = LangChainDocuments.crawl(reader, crawl, (url, error) -> {
            failed.add(url);
            onFailed.accept(url, error);
        })) {
            index(documents);
        }
        failed.removeAll(found);
        boolean complete = results + failed.size() < maxPages;
        int gone = complete ? removeAllBut(found, failed) : 0;
        return new Summary(added, changed, unchanged, failed.size(), gone, passages);
    }

    /**
     * Executes a run and indexes its pages. Removes the pages that an earlier run had and this one does not contain, if it is
     * compared with that run.
     *
     * @param run its handler is replaced. With {@code onlyChanged}, unchanged pages are not even compared with the store
     */
    Summary index(BatchRun.Builder run, BiConsumer<String, String> onFailed) throws SQLException {
        Set<String> gone = new HashSet<>();
        Set<String> failed = new HashSet<>();
        try (Stream<Document> documents = LangChainDocuments.ofRun(
                run,
                (url, error) -> {
                    failed.add(url);
                    onFailed.accept(url, error);
                },
                report -> {
                    report.gone().forEach(gone::add);
                    unchanged = Math.max(unchanged, (int) report.unchangedPages());
                })) {
            index(documents);
        }
        gone.retainAll(store.urls());
        for (String url : gone) {
            store.remove(url);
        }
        return new Summary(added, changed, unchanged, failed.size(), gone.size(), passages);
    }

    private void index(Stream<Document> documents) throws SQLException {
        added = 0;
        changed = 0;
        unchanged = 0;
        passages = 0;
        results = 0;
        found.clear();
        for (Iterator<Document> each = documents.iterator(); each.hasNext(); ) {
            Document document = each.next();
            results++;
            // pages that redirect to the same page have its URL
            if (found.add(url(document))) {
                index(document);
            }
        }
    }

    private void index(Document document) throws SQLException {
        String url = url(document);
        String stored = store.version(url);
        String version =
                PageFacts.hash(indexing.name() + "\n" + document.metadata().getString(PageFacts.CONTENT_HASH));
        if (version.equals(stored)) {
            unchanged++;
            return;
        }
        List<TextSegment> segments = indexing.splitter().split(document);
        store.replace(
                url,
                title(document),
                version,
                segments,
                indexing.model().embedAll(segments).content());
        passages += segments.size();
        if (stored == null) {
            added++;
        } else {
            changed++;
        }
    }

    private int removeAllBut(Set<String> found, Set<String> failed) throws SQLException {
        Set<String> gone = store.urls();
        gone.removeAll(found);
        gone.removeAll(failed);
        for (String url : gone) {
            store.remove(url);
        }
        return gone.size();
    }

    private static String url(Document document) {
        return String.valueOf(document.metadata().getString(PageFacts.URL));
    }

    private static @Nullable String title(Document document) {
        return document.metadata().getString(PageFacts.TITLE);
    }
}
