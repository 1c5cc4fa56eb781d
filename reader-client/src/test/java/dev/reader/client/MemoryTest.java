package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.reader.client.model.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The memory that the client uses. */
@Timeout(300)
class MemoryTest {
    private static final int PAGES = 2_000;
    private static final int PAGE_CHARACTERS = 50_000;

    /** Iterates over the results of a job in whatever heap it is given. */
    static final class Program {
        public static void main(String[] args) {
            try (ReaderClient reader =
                    ReaderClient.builder().apiKey("rdr_key").baseUrl(args[0]).build()) {
                long characters = 0;
                for (Page page : reader.jobResults("job_1")) {
                    characters += page.markdown().length();
                }
                System.out.println(characters);
            }
        }
    }

    @Test
    void iterationOver100Megabytes_runsInAHeapOf64() throws IOException, InterruptedException {
        String content = "x".repeat(PAGE_CHARACTERS);
        String results = IntStream.range(0, 100)
                .mapToObj(i -> "{\"url\": \"u\", \"markdown\": \"" + content + "\"}")
                .collect(Collectors.joining(","));
        try (RawServer server = new RawServer(connection -> {
            String target = connection.read().target();
            int skip = Integer.parseInt(target.replaceAll(".*skip=([0-9]+).*", "$1"));
            connection.answer(
                    200,
                    "{\"success\": true, \"data\": {\"id\": \"job_1\", \"status\": \"completed\", \"total\": " + PAGES
                            + ", \"completed\": " + PAGES + ", \"results\": [" + results
                            + "]}, \"pagination\": {\"total\": " + PAGES + ", \"skip\": " + skip
                            + ", \"limit\": 100, \"hasMore\": " + (skip + 100 < PAGES) + "}}");
        })) {
            Process program = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Program.class.getName(),
                            server.url()))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(program.waitFor()).as(output).isZero();
            assertThat(output.strip()).endsWith(String.valueOf((long) PAGES * PAGE_CHARACTERS));
        }
    }

    @Test
    void limitOfStringLengths_isRaisedForTheClientOnly() throws IOException {
        try (RawServer server = new RawServer(connection -> {
                    connection.read();
                    connection.answer(200, Answers.envelope(Answers.PAGE));
                });
                ReaderClient reader = ReaderClient.builder()
                        .apiKey("rdr_key")
                        .baseUrl(server.url())
                        .build()) {
            reader.scrape("https://example.com/");
        }

        assertThat(StreamReadConstraints.defaults().getMaxStringLength()).isEqualTo(20_000_000);
        assertThat(new com.fasterxml.jackson.core.JsonFactory()
                        .streamReadConstraints()
                        .getMaxStringLength())
                .isEqualTo(20_000_000);
    }
}
