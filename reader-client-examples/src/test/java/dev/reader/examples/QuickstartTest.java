package dev.reader.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.local.LocalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuickstartTest {
    @TempDir
    private Path folder;

    @Test
    void runsOnTheLocalReaderWithoutAKey() throws IOException {
        Program.Result result = new Program(Quickstart.class, folder).run(Map.of());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("READER_API_KEY is not set, so this runs against a local Reader")
                .contains("# Tide prediction for small harbours")
                .containsPattern("Status +Title +Characters +Millis +Credits")
                .containsPattern("200 +Installation · Tidewright +[\\d,]+ +\\d+ +1")
                .containsPattern("failed +\\S+/stations/saltmarsh.html")
                .contains("The page returned status 503")
                .contains("Retrying failed pages: 2. The job is queued again.")
                .contains("1 of 2 succeeded; still failing:")
                .contains("completed and cost");
        assertThat(result.err()).contains("completed: 17 of 17");
        assertThat(written()).hasSize(16).anySatisfy(text -> assertThat(text).contains("# Tide prediction"));
    }

    @Test
    void runsAgainstTheServiceOfTheEnvironmentWithAKey() throws IOException {
        try (LocalReader local = LocalReader.builder()
                .apiKey("rdr_of_a_user")
                .slowPageDelay(Duration.ZERO)
                .start()) {
            Program.Result result = new Program(Quickstart.class, folder)
                    .run(Map.of("READER_API_KEY", "rdr_of_a_user", "READER_API_URL", local.baseUrl()), local.siteUrl());

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).doesNotContain("local Reader").doesNotContain("rdr_of_a_user");
            assertThat(written()).hasSize(16);
        }
    }

    @Test
    void reportsAWrongKeyInOneLine() {
        try (LocalReader local = LocalReader.builder().start()) {
            Program.Result result = new Program(Quickstart.class, folder)
                    .run(Map.of("READER_API_KEY", "rdr_wrong", "READER_API_URL", local.baseUrl()), local.siteUrl());

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err())
                    .startsWith("Failed: ")
                    .contains("401 unauthenticated")
                    .hasLineCount(1)
                    .doesNotContain("rdr_wrong");
        }
    }

    private Stream<String> written() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("target/quickstart"))) {
            return files.map(QuickstartTest::text).toList().stream();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
