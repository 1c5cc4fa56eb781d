package dev.reader.examples.rag;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Page;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Pages as documents of LangChain4j. */
public final class LangChainDocuments {
    private LangChainDocuments() {}

    /**
     * Crawls a site and returns its pages lazily, as they arrive. The stream must be closed.
     *
     * @param onFailed gets the URL and the error of each page that becomes no document
     */
    public static Stream<Document> crawl(
            ReaderClient reader, CrawlRequest request, BiConsumer<String, String> onFailed) {
        return ofJob(reader, reader.createJob(request).id(), onFailed);
    }

    /** Returns the pages of a job that was started before, for example by another process, as {@link #crawl} does. */
    public static Stream<Document> ofJob(ReaderClient reader, String jobId, BiConsumer<String, String> onFailed) {
        return JobPages.of(reader, jobId, onFailed).map(LangChainDocuments::of);
    }

    /**
     * Returns a page as a document: its Markdown, and {@code url}, {@code title}, {@code scrapedAt} and {@code
     * contentHash} as metadata.
     *
     * @throws IllegalArgumentException if the page has no Markdown
     */
    public static Document of(Page page) {
        return Document.from(PageFacts.markdown(page), Metadata.from(PageFacts.of(page)));
    }
}
