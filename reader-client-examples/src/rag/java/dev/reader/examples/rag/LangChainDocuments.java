package dev.reader.examples.rag;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Page;
import dev.reader.client.run.BatchRun;
import dev.reader.client.run.RunReport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
     * Executes a run, or resumes it, and returns its pages lazily. A page counts as handled when the next one is requested.
     * The stream must be closed; the same call resumes a run that was closed early.
     *
     * @param run its handler is replaced. With {@code comparedWith} and {@code onlyChanged}, only new and changed pages come
     * @param onFailed gets the URL and the error of each page that becomes no document
     * @param onEnd gets the report, whose outcome tells whether the run is complete
     */
    public static Stream<Document> ofRun(
            BatchRun.Builder run, BiConsumer<String, String> onFailed, Consumer<RunReport> onEnd) {
        return RunPages.of(run, onFailed, onEnd).map(LangChainDocuments::of);
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
