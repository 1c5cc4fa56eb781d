package dev.reader.examples.docs;

import dev.reader.client.BatchRequest;
import dev.reader.client.ReadResult;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Format;
import dev.reader.client.model.Page;
import java.util.List;

/** The snippet of docs/from-other-sdks.md. */
final class FromOtherSdks {
    private FromOtherSdks() {}

    static void read(ReaderClient reader, List<String> urls) {
        ReadResult result = reader.read(BatchRequest.builder(urls)
                .formats(Format.MARKDOWN)
                .batchConcurrency(5)
                .build());
        if (result instanceof ReadResult.Finished finished) {
            for (Page page : finished.job().results()) {
                System.out.println(page.url() + " " + (page.failed() ? page.error() : page.markdown()));
            }
        }
    }
}
