package dev.reader.client;

import dev.reader.client.event.WorkspaceEvent;
import java.util.concurrent.Flow;
import org.testng.annotations.Test;

@Test
public class WorkspaceEventsTckTest extends PublisherTck<WorkspaceEvent> {
    @Override
    Flow.Publisher<WorkspaceEvent> publisher(AsyncReaderClient async, String jobId) {
        return async.subscribe();
    }

    @Override
    public long maxElementsFromPublisher() {
        // The events of a workspace never end.
        return publisherUnableToSignalOnComplete();
    }
}
