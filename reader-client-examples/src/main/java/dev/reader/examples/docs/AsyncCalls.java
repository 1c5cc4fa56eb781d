package dev.reader.examples.docs;

import dev.reader.client.AsyncReaderClient;
import dev.reader.client.CrawlRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.event.JobEvent;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The code of docs/async.md. */
public final class AsyncCalls {
    private AsyncCalls() {}

    static CompletableFuture<Integer> crawl(ReaderClient reader, String url) {
        AsyncReaderClient async = reader.async();
        return async.createJob(CrawlRequest.of(url))
                .thenCompose(job -> async.waitForJob(job.id()))
                .thenApply(job -> job.results().size());
    }

    static Page cancelled(ReaderClient reader, String url) {
        CompletableFuture<Page> call = reader.async().scrape(url);
        CompletableFuture<String> pageUrl = call.thenApply(Page::url);
        pageUrl.cancel(true); // the call goes on
        call.cancel(true); // ends the HTTP request
        return reader.async().scrape(url).orTimeout(60, TimeUnit.SECONDS).join(); // a time-out ends it too
    }

    static List<Job> waitForMany(ReaderClient reader, List<String> jobIds) {
        List<CompletableFuture<Job>> waits =
                jobIds.stream().map(jobId -> reader.async().waitForJob(jobId)).toList();
        return waits.stream().map(CompletableFuture::join).toList();
    }

    @SuppressWarnings("NullAway.Init") // a publisher calls onSubscribe first
    static void subscribe(ReaderClient reader, String jobId, Consumer<Page> save) {
        reader.async().stream(jobId).subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription newSubscription) {
                subscription = newSubscription;
                subscription.request(1);
            }

            @Override
            public void onNext(JobEvent event) {
                if (event instanceof JobEvent.PageReady ready) {
                    save.accept(ready.page());
                }
                subscription.request(1); // the next event, once this one is processed
            }

            @Override
            public void onError(Throwable failure) {
                System.err.println("the stream of job " + jobId + " failed: " + failure.getMessage());
            }

            @Override
            public void onComplete() {
                System.out.println("job " + jobId + " is over");
            }
        });
    }
}
