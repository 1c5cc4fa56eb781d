package dev.reader.examples.docs;

import dev.reader.client.BrowserSession;
import dev.reader.client.ReaderClient;
import dev.reader.client.ScrapeRequest;
import dev.reader.client.model.ApiKey;
import dev.reader.client.model.CreatedApiKey;
import dev.reader.client.model.Credits;
import dev.reader.client.model.Format;
import dev.reader.client.model.Page;
import dev.reader.client.model.QueueStatus;
import dev.reader.client.model.Session;
import dev.reader.client.model.StoppedSession;
import dev.reader.client.model.UsageEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The snippets of docs/account.md, docs/sessions.md and docs/screenshots.md. */
abstract class AccountAndSessions {
    abstract void drive(String wsEndpoint, String token);

    static int ask(ReaderClient reader) {
        Credits credits = reader.getCredits();
        System.out.println(credits.balance() + " of " + credits.limit() + " until " + credits.resetAt());

        QueueStatus queue = reader.getQueueStatus();
        int free = queue.maxConcurrency() - queue.activeJobs();
        return free;
    }

    static int spent(ReaderClient reader, Instant since) {
        int spent = 0;
        for (UsageEntry entry : reader.usageHistory()) {
            if (entry.createdAt() == null || entry.createdAt().isBefore(since)) {
                break; // newest first
            }
            spent += entry.credits() == null ? 0 : entry.credits();
        }
        return spent;
    }

    static void checkPrice(ReaderClient reader, List<String> urls) {
        int price = urls.size(); // 1 credit a page, in standard mode and without extraction
        if (reader.getCredits().balance() < price) {
            throw new IllegalStateException("not enough credits for " + urls.size() + " pages");
        }
    }

    static void keys(ReaderClient reader, Consumer<String> store) {
        CreatedApiKey created = reader.apiKeys().create("nightly crawl");
        store.accept(created.key()); // the key is shown only once

        for (ApiKey key : reader.apiKeys().list()) {
            System.out.println(key.name() + " …" + key.last4() + ", last used " + key.lastUsedAt());
        }
        reader.apiKeys().revoke(created.apiKey().id());
    }

    void session(ReaderClient reader) {
        try (BrowserSession session = reader.sessions().create(Duration.ofMinutes(5))) {
            drive(session.wsEndpoint(), session.token());
        }
    }

    static void stopAll(ReaderClient reader) {
        for (Session session : reader.sessions().list()) {
            StoppedSession stopped = reader.sessions().stop(session.sessionId());
            System.out.println(stopped.duration() + ", " + stopped.creditsCharged() + " credits");
        }
    }

    static void screenshot(ReaderClient reader, String url) {
        Page page = reader.scrape(ScrapeRequest.builder(url)
                .formats(Format.MARKDOWN, Format.SCREENSHOT)
                .build());
        page.writeScreenshot(Path.of("page.png"));
    }
}
