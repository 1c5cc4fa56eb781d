package dev.reader.client;

import dev.reader.client.event.JobEvent;
import java.util.concurrent.Flow;
import org.testng.annotations.Test;

@Test
public class JobStreamTckTest extends PublisherTck<JobEvent> {
    @Override
    Flow.Publisher<JobEvent> publisher(AsyncReaderClient async, String jobId) {
        return async.stream(jobId);
    }

    @Override
    public Flow.Publisher<JobEvent> createFlowPublisher(long elements) {
        return super.createFlowPublisher(Math.max(1, elements));
    }

    @Override
    public void optional_spec105_emptyStreamMustTerminateBySignallingOnComplete() {
        notVerified("The events of a job are never empty: the last one is Done.");
    }

    @Override
    public long maxElementsFromPublisher() {
        return Integer.MAX_VALUE - 1;
    }
}
