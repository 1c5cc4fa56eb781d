package dev.reader.examples.rag;

import dev.reader.client.ReaderClient;
import dev.reader.client.error.JobFailedException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The pages of a crawl or a batch, one at a time. */
final class JobPages {
    private JobPages() {}

    /**
     * Returns the pages of a job as they arrive. Only the page that the consumer works on is in memory, and a
     * slow consumer slows the sender. The stream must be closed; that ends the connection and not the job.
     *
     * @param onFailed gets the URL and the error of each page that failed, or that has no Markdown
     * @return the pages that have Markdown; the stream throws a {@link JobFailedException} if the job ends as failed or cancelled
     */
    static Stream<Page> of(ReaderClient reader, String jobId, BiConsumer<String, String> onFailed) {
        return reader.stream(jobId).stream().mapMulti((event, pages) -> {
            if (event instanceof JobEvent.PageReady ready) {
                if (hasMarkdown(ready.page(), onFailed)) {
                    pages.accept(ready.page());
                }
            } else if (event instanceof JobEvent.PageFailed failed) {
                onFailed.accept(failed.url(), failed.error());
            } else if (event instanceof JobEvent.Done done && !done.status().equals(JobStatus.COMPLETED)) {
                throw new JobFailedException(reader.getJob(jobId));
            }
        });
    }

    /** Tells whether a page can become a document, and reports a page that cannot. */
    static boolean hasMarkdown(Page page, BiConsumer<String, String> onFailed) {
        boolean has = page.markdown() != null && !page.markdown().isBlank();
        if (!has) {
            onFailed.accept(page.url(), "the page has no Markdown");
        }
        return has;
    }
}
