package dev.reader.examples.docs;

import dev.reader.client.AsyncReaderClient;
import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.event.JobEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Crawls a site and prints each page as it is ready. Takes the site's URL; the key and the API's URL come from the environment. */
public final class AsyncCrawl {
    private AsyncCrawl() {}

    public static void main(String[] args) {
        try (ReaderClient reader = ReaderClient.fromEnvironment()) {
            AsyncReaderClient async = reader.async();
            CompletableFuture<Void> end = async.createJob(CrawlRequest.of(args[0]))
                    .thenCompose(job -> {
                        Printer printer = new Printer();
                        async.stream(job.id()).subscribe(printer);
                        return printer.end;
                    });
            end.join();
        }
    }

    /** Requests one event at a time: the next one, once it has printed this one. */
    @SuppressWarnings("NullAway.Init") // a publisher calls onSubscribe first
    private static final class Printer implements Flow.Subscriber<JobEvent> {
        final CompletableFuture<Void> end = new CompletableFuture<>();
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            subscription.request(1);
        }

        @Override
        public void onNext(JobEvent event) {
            if (event instanceof JobEvent.PageReady ready) {
                System.out.println(ready.page().url());
            }
            subscription.request(1);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }
    }
}
