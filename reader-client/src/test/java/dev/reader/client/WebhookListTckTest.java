package dev.reader.client;

import dev.reader.client.model.Webhook;
import java.util.concurrent.Flow;
import org.testng.annotations.Test;

@Test
public class WebhookListTckTest extends PublisherTck<Webhook> {
    @Override
    Flow.Publisher<Webhook> publisher(AsyncReaderClient async, String jobId) {
        return async.webhooks().list();
    }

    @Override
    public long maxElementsFromPublisher() {
        return Integer.MAX_VALUE - 1;
    }
}
