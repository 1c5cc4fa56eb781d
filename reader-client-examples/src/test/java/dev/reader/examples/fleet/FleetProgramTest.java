package dev.reader.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.ReaderClient;
import dev.reader.examples.Program;
import dev.reader.examples.local.LocalReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetProgramTest {
    @TempDir
    private Path folder;

    @Test
    void withoutADatabase_writesToTheHomeFolder_saysSo_andResumesThere() throws Exception {
        try (LocalReader local = LocalReader.builder().withoutChromium().start()) {
            Path home = Files.createDirectories(folder.resolve("home"));
            Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
            Path urls = Files.writeString(folder.resolve("urls.txt"), local.siteUrl() + "\n");
            Map<String, String> environment = Map.of(
                    "READER_API_KEY",
                    local.apiKey(),
                    "READER_API_URL",
                    local.baseUrl(),
                    "JAVA_TOOL_OPTIONS",
                    "-Duser.home=" + home);

            Program.Result first = new Program(FleetProgram.class, folder).run(environment, "test", urls.toString());
            Program.Result again = new Program(FleetProgram.class, elsewhere).run(environment, "test", urls.toString());

            assertThat(first.exitCode()).as(first.toString()).isZero();
            assertThat(first.err()).contains("The run and its pages are in ~/.reader-fleet/fleet.mv.db\n");
            assertThat(first.out()).contains("outcome=COMPLETED", "creditsUsed=1");
            assertThat(again.out()).isEqualTo(first.out());
            try (ReaderClient reader = ReaderClient.builder()
                    .baseUrl(local.baseUrl())
                    .apiKey(local.apiKey())
                    .build()) {
                assertThat(reader.getCredits().used()).isEqualTo(1);
            }
            assertThat(names(home.resolve(".reader-fleet"))).containsExactly("fleet.mv.db");
            assertThat(names(folder)).noneMatch(name -> name.startsWith("fleet"));
        }
    }

    private static List<String> names(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
