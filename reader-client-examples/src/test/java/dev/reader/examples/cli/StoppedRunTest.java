package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.reader.client.ReaderClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A run that SIGTERM ends says how to continue it, and continues. */
@Tag("drill")
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
final class StoppedRunTest extends CliTest {
    private static final int PAGES = 40;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer site;

    /** Starts a site whose pages come once the gate is open. */
    @BeforeEach
    void startSite() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.setExecutor(threads);
        site.createContext("/", exchange -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] page = "<html><body><main><p>Text</p></main></body></html>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        site.start();
    }

    @AfterEach
    void stopSite() {
        gate.countDown();
        site.stop(0);
        threads.shutdownNow();
    }

    private String[] command() {
        return new String[] {
            "run",
            "pages",
            "-i",
            folder.resolve("urls.txt").toString(),
            "-o",
            folder.resolve("pages").toString(),
            "--ledger",
            folder.resolve("runs.db").toString()
        };
    }

    @Test
    void sigterm_leavesTheRunResumable() throws Exception {
        String base = "http://127.0.0.1:" + site.getAddress().getPort() + "/";
        Files.write(
                folder.resolve("urls.txt"),
                IntStream.range(0, PAGES).mapToObj(i -> base + i).toList());
        Map<String, String> environment = environment();
        try (RunningProgram run = new RunningProgram(environment, command())) {
            run.errorLine(PAGES + " URLs in 1 job");
            run.errorLine("0 credits: 0 of " + PAGES);
            run.terminate();
            assertThat(run.errorLine("The same command continues the run")).contains("reader run status pages");
            assertThat(run.exitCode()).isEqualTo(143);
        }
        assertThat(reader(
                                "run",
                                "status",
                                "pages",
                                "--ledger",
                                folder.resolve("runs.db").toString())
                        .out())
                .contains("stopped; the same command continues it");

        gate.countDown();
        assertExitCode(reader(command()), 0);
        try (Stream<Path> files = Files.list(folder.resolve("pages"))) {
            assertThat(files).hasSize(PAGES);
        }
        try (ReaderClient client =
                ReaderClient.builder().apiKey(KEY).baseUrl(local.baseUrl()).build()) {
            assertThat(client.getCredits().used()).isEqualTo(PAGES);
        }
    }
}
