package dev.reader.examples.docs;

import dev.reader.client.JobRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.event.JobEvent;
import dev.reader.client.model.Page;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The code of docs/async.md for Reactor. */
final class WithReactor {
    private WithReactor() {}

    static Mono<Page> page(ReaderClient reader, String url) {
        return Mono.fromFuture(() -> reader.async().scrape(url));
    }

    static Flux<Page> pages(ReaderClient reader, JobRequest request) {
        return Mono.fromFuture(() -> reader.async().createJob(request))
                .flatMapMany(job -> JdkFlowAdapter.flowPublisherToFlux(reader.async().stream(job.id())))
                .ofType(JobEvent.PageReady.class)
                .map(JobEvent.PageReady::page);
    }

    static Flux<Page> results(ReaderClient reader, String jobId) {
        return JdkFlowAdapter.flowPublisherToFlux(reader.async().jobResults(jobId));
    }
}
