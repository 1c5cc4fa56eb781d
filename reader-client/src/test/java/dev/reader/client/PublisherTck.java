package dev.reader.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;

/** The rules of Reactive Streams for a publisher of the asynchronous client. */
abstract class PublisherTck<T> extends FlowPublisherVerification<T> {
    private static final long TIMEOUT_MILLIS = 30_000;
    private static final long SILENCE_MILLIS = 50;
    /** How often an expected error is looked for; by default, only at the end of the time-out. */
    private static final long POLL_MILLIS = 10;

    private final List<ReaderClient> clients = new ArrayList<>();

    PublisherTck() {
        super(new TestEnvironment(TIMEOUT_MILLIS, SILENCE_MILLIS, POLL_MILLIS), 1_000);
    }

    abstract Flow.Publisher<T> publisher(AsyncReaderClient async, String jobId);

    private AsyncReaderClient client(long elements) {
        ReaderClient client = AsyncTckServer.client(elements);
        synchronized (clients) {
            clients.add(client);
        }
        return client.async();
    }

    @AfterClass
    public void closeClients() {
        synchronized (clients) {
            clients.forEach(ReaderClient::close);
            clients.clear();
        }
    }

    @Override
    public Flow.Publisher<T> createFlowPublisher(long elements) {
        return publisher(client(elements), "job_1");
    }

    @Override
    public Flow.Publisher<T> createFailedFlowPublisher() {
        AsyncReaderClient closed = client(1);
        closed.close();
        return publisher(closed, "missing");
    }
}
