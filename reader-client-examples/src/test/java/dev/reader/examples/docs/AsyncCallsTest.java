package dev.reader.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.BatchRequest;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import dev.reader.examples.Program;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.LocalReaderExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs the code of docs/async.md against the local Reader. */
@Timeout(180)
class AsyncCallsTest {
    @RegisterExtension
    static final LocalReaderExtension LOCAL =
            LocalReaderExtension.of(LocalReader.builder().pingInterval(Duration.ofMillis(50)));

    private final LocalReader local;
    private ReaderClient reader;

    AsyncCallsTest(LocalReader local) {
        this.local = local;
    }

    @BeforeEach
    void connect() {
        local.site().put("/async.html", "<main><h1>Asynchronous</h1></main>");
        reader = ReaderClient.builder()
                .apiKey(local.apiKey())
                .baseUrl(local.baseUrl())
                .build();
    }

    @AfterEach
    void close() {
        reader.close();
    }

    private String url() {
        return local.site().url("/async.html");
    }

    private Program.Result run(Class<?> program, Path folder, String... arguments) {
        return new Program(program, folder)
                .run(Map.of("READER_API_KEY", local.apiKey(), "READER_API_URL", local.baseUrl()), arguments);
    }

    @Test
    void theProgramScrapesPages_andTellsWhatFailed(@TempDir Path folder) {
        Program.Result result = run(AsyncScrapes.class, folder, url(), "http://169.254.0.1/");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains(url() + ": status 200")
                .contains("http://169.254.0.1/: ")
                .hasLineCount(2);
    }

    @Test
    void theProgramPrintsPagesAsTheyAreReady(@TempDir Path folder) {
        Program.Result result = run(AsyncCrawl.class, folder, url());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains(url());
    }

    @Test
    void futuresCompose() {
        assertThat(AsyncCalls.crawl(reader, url()).join()).isPositive();
    }

    @Test
    void manyWaits_shareOneConnection() {
        List<String> jobs = List.of(
                reader.createJob(BatchRequest.of(url())).id(),
                reader.createJob(BatchRequest.of(url())).id());

        assertThat(AsyncCalls.waitForMany(reader, jobs)).extracting(Job::id).isEqualTo(jobs);
    }

    @Test
    void subscriber_getsThePages() throws InterruptedException {
        LinkedBlockingQueue<Page> saved = new LinkedBlockingQueue<>();
        Job job = reader.createJob(BatchRequest.of(url()));

        AsyncCalls.subscribe(reader, job.id(), saved::add);

        assertThat(saved.poll(60, TimeUnit.SECONDS))
                .isNotNull()
                .extracting(Page::url)
                .isEqualTo(url());
    }

    @Test
    void cancelledCall_leavesTheClientUsable() {
        assertThat(AsyncCalls.cancelled(reader, url()).url()).isEqualTo(url());
    }
}
