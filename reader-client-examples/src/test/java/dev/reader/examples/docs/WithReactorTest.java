package dev.reader.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.BatchRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.ReaderListener;
import dev.reader.client.error.UrlBlockedException;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.LocalReaderExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;

/** Reactor's types over the asynchronous client: elements, failures, and a cancellation that reaches the call. */
@Timeout(300)
class WithReactorTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    static final LocalReaderExtension LOCAL =
            LocalReaderExtension.of(LocalReader.builder().pingInterval(Duration.ofMillis(50)));

    private final CompletableFuture<ReaderListener.Call> scrapeEnded = new CompletableFuture<>();
    private final LocalReader local;
    private ReaderClient reader;

    WithReactorTest(LocalReader local) {
        this.local = local;
    }

    @BeforeEach
    void connect() {
        reader = ReaderClient.builder()
                .apiKey(local.apiKey())
                .baseUrl(local.baseUrl())
                .listener(new ReaderListener() {
                    @Override
                    public void onCall(Call call) {
                        if (call.operation().equals("scrape")) {
                            scrapeEnded.complete(call);
                        }
                    }
                })
                .build();
    }

    @AfterEach
    void close() {
        local.faults().clear();
        reader.close();
    }

    @Test
    void aMonoIsAPage() {
        local.site().put("/reactor.html", "<main><h1>Reactor</h1></main>");

        assertThat(WithReactor.page(reader, local.site().url("/reactor.html")).block(LONG))
                .extracting(Page::markdown)
                .isEqualTo("# Reactor\n");
    }

    @Test
    void aMonoFailsAsTheCallDoes() {
        assertThatThrownBy(() -> WithReactor.page(reader, "http://10.0.0.1/").block(LONG))
                .isInstanceOf(UrlBlockedException.class);
    }

    @Test
    void disposingAMonoCancelsItsCall() throws Exception {
        local.faults().add("slow-page:60000@/slow.html");
        local.site().put("/slow.html", "<main><h1>Slow</h1></main>");

        Disposable subscription =
                WithReactor.page(reader, local.site().url("/slow.html")).subscribe();
        subscription.dispose();

        assertThat(scrapeEnded.get(50, TimeUnit.SECONDS).failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aFluxHasThePagesOfAJob() {
        BatchRequest batch = BatchRequest.of(local.siteUrl(), local.site().url("/faq.html"));

        List<Page> pages = WithReactor.pages(reader, batch).collectList().block(LONG);

        assertThat(pages)
                .extracting(Page::url)
                .containsExactlyInAnyOrder(local.siteUrl(), local.site().url("/faq.html"));
    }

    @Test
    void takingOnePageClosesTheStream() {
        local.faults().add("slow-page:60000@/slow.html");
        local.site().put("/slow.html", "<main><h1>Slow</h1></main>");
        BatchRequest batch = BatchRequest.of(local.siteUrl(), local.site().url("/slow.html"));

        List<Page> first =
                WithReactor.pages(reader, batch).take(1).collectList().block(LONG);

        assertThat(first).extracting(Page::url).containsExactly(local.siteUrl());
        while (local.openStreams() > 0) {
            Thread.onSpinWait(); // until the server's next ping finds the connection closed
        }
    }

    @Test
    void aFluxHasTheResultsOfAJob() {
        Job job = reader.createJob(BatchRequest.of(local.siteUrl(), local.site().url("/faq.html")));
        Job ended = reader.waitForJob(job.id());

        assertThat(WithReactor.results(reader, job.id()).collectList().block(LONG))
                .isEqualTo(ended.results());
    }
}
