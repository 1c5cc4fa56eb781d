package dev.reader.client;

import dev.reader.client.model.Page;
import java.util.concurrent.Flow;
import org.testng.annotations.Test;

@Test
public class JobResultsTckTest extends PublisherTck<Page> {
    @Override
    Flow.Publisher<Page> publisher(AsyncReaderClient async, String jobId) {
        return async.jobResults(jobId);
    }

    @Override
    public long maxElementsFromPublisher() {
        return Integer.MAX_VALUE - 1;
    }
}
