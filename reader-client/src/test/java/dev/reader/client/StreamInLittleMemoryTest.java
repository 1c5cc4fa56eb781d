package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.event.JobEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream that is much larger than the memory comes through a program. */
@Timeout(300)
class StreamInLittleMemoryTest {
    private static final int PAGE_BYTES = 50_000;

    @TempDir
    private Path folder;

    /** The program: counts what the stream brings. */
    static final class Program {
        public static void main(String[] args) {
            long pages = 0;
            long characters = 0;
            try (ReaderClient reader = ReaderClient.builder()
                            .apiKey("rdr_key")
                            .baseUrl(args[0])
                            .build();
                    JobStream stream = reader.stream("job_1")) {
                for (JobEvent event : stream) {
                    if (event instanceof JobEvent.PageReady ready) {
                        pages++;
                        characters += ready.page().markdown().length();
                    } else if (event instanceof JobEvent.Done) {
                        System.out.println(pages + " pages, " + characters + " characters, done");
                    }
                }
            }
        }
    }

    @Test
    void quarterOfAGigabyte_in64Megabytes() throws IOException, InterruptedException {
        check(5_000);
    }

    @Test
    @Tag("drill")
    void oneGigabyte_in64Megabytes() throws IOException, InterruptedException {
        check(20_000);
    }

    private void check(int pages) throws IOException, InterruptedException {
        String markdown = "x".repeat(PAGE_BYTES);
        try (SseServer server = new SseServer()) {
            server.on("/v1/jobs/job_1/stream", (stream, number) -> {
                stream.open();
                for (int i = 0; i < pages; i++) {
                    stream.write("event: page\ndata: {\"url\":\"https://a.example/" + i + "\",\"markdown\":\""
                            + markdown + "\"}\n\n");
                }
                stream.done("completed", pages).end();
            });
            Path output = folder.resolve("output.txt");
            Process program = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Program.class.getName(),
                            server.url()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                assertThat(program.waitFor(280, TimeUnit.SECONDS)).isTrue();
            } finally {
                program.destroyForcibly();
            }

            assertThat(Files.readString(output, StandardCharsets.UTF_8))
                    .endsWith(pages + " pages, " + (long) pages * PAGE_BYTES + " characters, done\n");
            assertThat(program.exitValue()).isZero();
        }
    }
}
