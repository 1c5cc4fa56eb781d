package dev.reader.examples.rag;

import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Page;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.DocumentReader;

/** Crawls a site into documents of Spring AI. Each call crawls again. */
public final class SpringAiDocumentReader implements DocumentReader {
    private final ReaderClient reader;
    private final CrawlRequest request;
    private final BiConsumer<String, String> onFailed;

    /**
     * Creates a reader of a site.
     *
     * @param onFailed gets the URL and the error of each page that becomes no document
     */
    public SpringAiDocumentReader(ReaderClient reader, CrawlRequest request, BiConsumer<String, String> onFailed) {
        this.reader = reader;
        this.request = request;
        this.onFailed = onFailed;
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
        return JobPages.of(reader, reader.createJob(request).id(), onFailed).map(SpringAiDocumentReader::of);
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
