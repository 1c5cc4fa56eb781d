package dev.reader.client;

import dev.reader.client.model.UsageEntry;
import java.util.concurrent.Flow;
import org.testng.annotations.Test;

@Test
public class UsageHistoryTckTest extends PublisherTck<UsageEntry> {
    @Override
    Flow.Publisher<UsageEntry> publisher(AsyncReaderClient async, String jobId) {
        return async.usageHistory();
    }

    @Override
    public long maxElementsFromPublisher() {
        return Integer.MAX_VALUE - 1;
    }
}
