package dev.reader.examples.rag;

import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Page;
import dev.reader.client.run.BatchRun;
import dev.reader.client.run.RunReport;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.DocumentReader;

/** Reads the pages of a crawl or a run as documents of Spring AI. Each call crawls again, or executes the run. */
public final class SpringAiDocumentReader implements DocumentReader {
    private final Supplier<Stream<Page>> pages;

    private SpringAiDocumentReader(Supplier<Stream<Page>> pages) {
        this.pages = pages;
    }

    /**
     * Creates a reader of a site.
     *
     * @param onFailed gets the URL and the error of each page that becomes no document
     */
    public SpringAiDocumentReader(ReaderClient reader, CrawlRequest request, BiConsumer<String, String> onFailed) {
        this(() -> JobPages.of(reader, reader.createJob(request).id(), onFailed));
    }

    /**
     * Creates a reader of a run. A page counts as handled when the next one is requested.
     *
     * @param run its handler is replaced. With {@code comparedWith} and {@code onlyChanged}, only new and changed pages come
     * @param onFailed gets the URL and the error of each page that becomes no document
     * @param onEnd gets the report, whose outcome tells whether the run is complete
     */
    public static SpringAiDocumentReader ofRun(
            BatchRun.Builder run, BiConsumer<String, String> onFailed, Consumer<RunReport> onEnd) {
        return new SpringAiDocumentReader(() -> RunPages.of(run, onFailed, onEnd));
    }

    /** Returns all documents at once, as Spring AI's pipelines expect. Prefer {@link #stream} for large sites. */
    @Override
    public List<Document> get() {
        try (Stream<Document> documents = stream()) {
            return documents.toList();
        }
    }

    /** Returns the documents lazily, as the pages arrive. The stream must be closed. */
    public Stream<Document> stream() {
        return pages.get().map(SpringAiDocumentReader::of);
    }

    /**
     * Returns a page as a document. Its id depends on the URL alone, so that a vector store replaces the page's older
     * version.
     *
     * @throws IllegalArgumentException if the page has no Markdown
     */
    public static Document of(Page page) {
        Map<String, String> facts = PageFacts.of(page);
        return Document.builder()
                .id(PageFacts.hash(String.valueOf(facts.get(PageFacts.URL))))
                .text(PageFacts.markdown(page))
                .metadata(Map.copyOf(facts))
                .build();
    }
}
