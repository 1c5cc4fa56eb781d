package dev.reader.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reader.client.ReaderClient;
import dev.reader.examples.local.LocalReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the program on this machine, with local[2]. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ReaderBatchesTest {
    @TempDir
    Path directory;

    private String run(LocalReader local, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SparkBatches program = new SparkBatches(
                Map.of("READER_API_KEY", local.apiKey(), "READER_API_URL", local.baseUrl()),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--master=local[2]",
                "--shard-size=12",
                "--requests=10000",
                "--conf=spark.ui.enabled=false",
                "--conf=spark.driver.host=127.0.0.1",
                "--conf=spark.driver.bindAddress=127.0.0.1",
                "--conf=spark.sql.shuffle.partitions=2"));
        int exitCode = new CommandLine(program).execute(all.toArray(String[]::new));
        assertThat(exitCode).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void put(LocalReader local, int page, String text) {
        local.site().put("/page-" + page + ".html", "<html><body><main><p>" + text + "</p></main></body></html>");
    }

    private static int creditsUsed(LocalReader local) {
        try (ReaderClient reader = ReaderClient.builder()
                .baseUrl(local.baseUrl())
                .apiKey(local.apiKey())
                .build()) {
            return reader.getCredits().used();
        }
    }

    private Path urls(LocalReader local, String name, IntStream pages) throws IOException {
        List<String> lines = new ArrayList<>(
                pages.mapToObj(i -> local.site().url("/page-" + i + ".html")).toList());
        lines.add("  " + lines.get(0) + "  ");
        lines.add("");
        return Files.write(directory.resolve(name), lines);
    }

    @Test
    void runs_areComparedByContent_andARepeatedOneIsFree() throws Exception {
        try (LocalReader local = LocalReader.builder().withoutChromium().start()) {
            IntStream.range(0, 25).forEach(i -> put(local, i, "Text of page " + i));
            Path first = urls(local, "first.txt", IntStream.range(0, 22));
            Path second = urls(local, "second.txt", IntStream.range(2, 26));
            String november = directory.resolve("november").toString();

            assertThat(run(local, "november", first.toString(), november)).isEqualTo("22 URLs, 0 failed\n");
            assertThat(creditsUsed(local)).isEqualTo(22);
            assertThat(run(
                            local,
                            "november",
                            first.toString(),
                            directory.resolve("again").toString()))
                    .isEqualTo("22 URLs, 0 failed\n");
            assertThat(creditsUsed(local)).isEqualTo(22);

            put(local, 3, "Another text");
            String december = directory.resolve("december").toString();
            assertThat(run(local, "december", second.toString(), december, "--compare=" + november))
                    .isEqualTo("24 URLs, 1 failed\n1 failed\n1 CHANGED\n3 NEW\n19 UNCHANGED\n2 GONE\n");
            assertThat(creditsUsed(local)).isEqualTo(22 + 23);
        }
    }

    @Test
    void equalShards_haveEqualRequests() {
        List<String> urls =
                IntStream.range(0, 12).mapToObj(i -> "https://a.example/" + i).toList();
        List<Shard> shards = Shard.cut(urls, 5);
        assertThat(shards).hasSize(3).isEqualTo(Shard.cut(urls, 5));
        assertThat(shards.get(2).urls()).containsExactly("https://a.example/10", "https://a.example/11");
        assertThat(shards.get(0).key("run")).isEqualTo(Shard.cut(urls, 5).get(0).key("run"));
        assertThat(shards.get(0).key("run"))
                .isNotEqualTo(shards.get(1).key("run"))
                .isNotEqualTo(shards.get(0).key("other"));
    }

    @Test
    void options_areChecked_andHideTheKey() {
        assertThat(ReadOptions.of("run", "rdr_secret"))
                .asString()
                .contains("run")
                .doesNotContain("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadOptions.of(" ", "key"))
                .withMessageContaining("runId");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadOptions.of("run", "key").withShardSize(1001))
                .withMessageContaining("1001");
    }
}
