package dev.reader.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.local.LocalReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class CrawlLiveTest {
    @TempDir
    private Path folder;

    @Test
    void showsProgressAndPagesOfTheSampleSite_andLosesNoneWhenTheStreamIsCutRepeatedly() {
        Program.Result result = new Program(CrawlLive.class, folder).run(Map.of());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("READER_API_KEY is not set")
                .containsPattern("200 +Installation · Tidewright")
                .containsPattern("failed: \\S+/stations/saltmarsh.html")
                .containsPattern("Job completed: (\\d+) pages read, (\\d+) failed, \\d+ in total\\.");
        assertThat(result.err()).containsPattern("completed: (\\d+) of \\1\\b");

        Program.Result cut = new Program(CrawlLive.class, folder).run(Map.of(), "sample", "cut-stream:3x4");

        assertThat(cut.exitCode()).as(cut.err()).isZero();
        assertThat(summary(cut)).isEqualTo(summary(result));
    }

    private static String summary(Program.Result result) {
        return result.out().lines().reduce((first, second) -> second).orElseThrow();
    }

    @Test
    void runsAgainstTheServiceOfTheEnvironmentWithAKey() {
        try (LocalReader local = LocalReader.builder().apiKey("rdr_of_a_user").start()) {
            Program.Result result = new Program(CrawlLive.class, folder)
                    .run(Map.of("READER_API_KEY", "rdr_of_a_user", "READER_API_URL", local.baseUrl()), local.siteUrl());

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).doesNotContain("local Reader").contains("Job completed");
        }
    }

    @Test
    void reportsAWrongKeyInOneLine() {
        try (LocalReader local = LocalReader.builder().start()) {
            Program.Result result = new Program(CrawlLive.class, folder)
                    .run(Map.of("READER_API_KEY", "rdr_wrong", "READER_API_URL", local.baseUrl()), local.siteUrl());

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).startsWith("Failed: ").hasLineCount(1).doesNotContain("rdr_wrong");
        }
    }
}
