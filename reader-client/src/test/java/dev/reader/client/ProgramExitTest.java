package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program whose main method returns exits, whatever it has done with its client. */
@Timeout(300)
class ProgramExitTest {
    private static final Duration PROMPT = Duration.ofSeconds(2);

    /** The program: says when its main method returns. */
    static final class Program {
        public static void main(String[] args) {
            ReaderClient reader = ReaderClient.builder()
                    .apiKey("rdr_key")
                    .baseUrl(args[0])
                    .maxRetries(0)
                    .build();
            switch (args[1]) {
                case "closed" -> {
                    reader.scrape("https://example.com/");
                    reader.close();
                }
                case "open" -> reader.scrape("https://example.com/");
                case "unused" -> {}
                case "half iterated" -> reader.jobResults("job_1").iterator().next();
                case "streaming" -> reader.stream("job_3").iterator().next();
                case "subscribed" -> {
                    CountDownLatch heard = new CountDownLatch(1);
                    reader.subscribe(event -> heard.countDown());
                    await(heard);
                }
                case "waiting on a daemon" -> {
                    Thread waiting = new Thread(() -> reader.waitForJob("job_2"));
                    waiting.setDaemon(true);
                    waiting.start();
                    reader.scrape("https://example.com/");
                }
                default -> throw new IllegalArgumentException(args[1]);
            }
            System.out.println("main returns");
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"closed", "open", "unused", "half iterated", "streaming", "subscribed", "waiting on a daemon"})
    void programWhoseMainReturns_exits(String what) throws IOException, InterruptedException {
        try (RawServer server = new RawServer(connection -> {
            String target = connection.read().target();
            if (target.startsWith("/v1/jobs/job_1")) {
                if (target.contains("skip=0")) {
                    connection.answer(200, Answers.jobDetail("job_1", "completed", 0, 10, 1000, true));
                }
            } else if (target.equals("/v1/jobs/job_3/stream")) {
                connection.write(SseServer.HEAD + "event: page\ndata: " + Answers.PAGE + "\n\n");
            } else if (target.equals("/v1/events")) {
                connection.write(SseServer.HEAD + "event: job:failed\ndata: {\"jobId\":\"job_4\"}\n\n");
            } else if (target.equals("/v1/read")) {
                connection.answer(200, Answers.envelope(Answers.PAGE));
            }
        })) {
            Process program = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Xshare:auto",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Program.class.getName(),
                            server.url(),
                            what))
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
                String line = output.readLine();
                while (line != null && !line.equals("main returns")) {
                    line = output.readLine();
                }
                assertThat(line).isEqualTo("main returns");

                assertThat(program.waitFor(PROMPT.toMillis(), TimeUnit.MILLISECONDS))
                        .as("exits within two seconds")
                        .isTrue();
                assertThat(program.exitValue()).isZero();
            } finally {
                program.destroyForcibly();
            }
        }
    }
}
