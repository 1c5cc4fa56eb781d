package dev.reader.examples.docs;

import dev.reader.client.JobRequest;
import dev.reader.client.RateLimiter;
import dev.reader.client.ReaderClient;
import dev.reader.client.ReaderListener;
import dev.reader.client.ReaderResponse;
import dev.reader.client.RequestOptions;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import java.time.Duration;

/** The code of docs/observability.md. */
final class Observability {
    private Observability() {}

    static ReaderClient listening(String key) {
        ReaderClient reader = ReaderClient.builder()
                .apiKey(key)
                .listener(new ReaderListener() {
                    @Override
                    public void onCall(Call call) {
                        if (call.failure() != null) {
                            System.err.println(call.operation() + " failed after " + call.attempts()
                                    + " attempts, request " + call.requestId());
                        }
                    }

                    @Override
                    public void onStreamLost(StreamLost lost) {
                        System.err.println(lost.operation() + " reconnects in " + lost.reconnectDelay());
                    }
                })
                .build();
        return reader;
    }

    static Page withRequestId(ReaderClient reader) {
        ReaderResponse<Page> response = reader.withResponse(r -> r.scrape("https://example.com"));
        System.out.println("read by request " + response.requestId() + " in " + response.duration());
        Page page = response.value();
        return page;
    }

    static ReaderClient limited(String key) {
        ReaderClient reader = ReaderClient.builder()
                .apiKey(key)
                .rateLimiter(RateLimiter.perMinute(10))
                .build();
        return reader;
    }

    /** A bucket in a store that several processes share. */
    interface SharedBucket {
        boolean tryTake();

        Duration untilNextPermit();
    }

    static RateLimiter shared(SharedBucket bucket) {
        RateLimiter shared = () -> bucket.tryTake() ? Duration.ZERO : bucket.untilNextPermit();
        return shared;
    }

    static Job patiently(ReaderClient reader, JobRequest request) {
        ReaderClient patient = reader.with(
                RequestOptions.builder().slotTimeout(Duration.ofHours(1)).build());
        Job job = patient.createJob(request);
        return job;
    }
}
