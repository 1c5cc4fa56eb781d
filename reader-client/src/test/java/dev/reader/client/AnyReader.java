package dev.reader.client;

import dev.reader.client.event.JobEvent;
import dev.reader.client.model.ApiKey;
import dev.reader.client.model.CreatedApiKey;
import dev.reader.client.model.Credits;
import dev.reader.client.model.Job;
import dev.reader.client.model.JobRetry;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import dev.reader.client.model.QueueStatus;
import dev.reader.client.model.ResultPage;
import dev.reader.client.model.Session;
import dev.reader.client.model.StoppedSession;
import dev.reader.client.model.UsageEntry;
import dev.reader.client.model.Webhook;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The calls that the blocking and the asynchronous client have in common, so that a test runs against both. */
interface AnyReader {
    AnyReader with(RequestOptions options);

    Page scrape(String url);

    Page scrape(ScrapeRequest request);

    ReadResult read(ReadRequest request);

    ReadResult read(ReadRequest request, WaitOptions options);

    Job createJob(JobRequest request);

    Job getJob(String jobId);

    ResultPage getJobResults(String jobId, int skip, int limit);

    PagedIterable<Page> jobResults(String jobId);

    Job waitForJob(String jobId);

    Job waitForJob(String jobId, WaitOptions options);

    Map<String, JobOutcome> waitForJobs(Collection<String> jobIds, WaitOptions options);

    AnyStream stream(String jobId);

    JobStatus cancelJob(String jobId);

    JobRetry retryJob(String jobId);

    Credits getCredits();

    PagedIterable<UsageEntry> usageHistory();

    QueueStatus getQueueStatus();

    AnyWebhooks webhooks();

    AnySessions sessions();

    AnyApiKeys apiKeys();

    void close();

    /** The events of a job, iterated or published. */
    interface AnyStream extends Iterable<JobEvent>, AutoCloseable {
        Stream<JobEvent> stream();

        @Override
        void close();
    }

    /** The calls on webhooks. */
    interface AnyWebhooks {
        Webhook create(WebhookRequest request);

        PagedIterable<Webhook> list();

        Webhook update(String webhookId, WebhookUpdate update);

        void delete(String webhookId);
    }

    /** The calls on sessions. */
    interface AnySessions {
        BrowserSession create();

        BrowserSession create(Duration maxDuration);

        List<Session> list();

        Session get(String sessionId);

        StoppedSession stop(String sessionId);
    }

    /** The calls on API keys. */
    interface AnyApiKeys {
        CreatedApiKey create();

        CreatedApiKey create(String name);

        List<ApiKey> list();

        void revoke(String id);
    }
}
