package dev.reader.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    @TempDir
    private Path folder;

    @Test
    void watchesThreeJobsOfALocalReaderUntilTheyEnd() {
        Program.Result result = new Program(Watch.class, folder).run(Map.of());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("READER_API_KEY is not set").endsWith("All jobs have ended.\n");
        assertThat(result.out().lines().filter(line -> line.contains(" completed ") && line.contains("credit")))
                .hasSize(3);
        assertThat(result.out()).doesNotContain("\u001B");
    }
}
