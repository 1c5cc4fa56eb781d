package dev.reader.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reader.examples.local.LocalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Follows docs/getting-started.md to the letter, in an empty folder, with the packaged library. */
@Tag("drill")
@Timeout(600)
final class GettingStartedTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    /** The consumer projects of the library, which Maven builds before this module, install it there. */
    private static final Path REPOSITORY = ROOT.resolve("reader-client/target/it-repository");

    private static final Path SETTINGS = ROOT.resolve("reader-client/target/it/interpolated-settings.xml");
    private static final Pattern FILE = Pattern.compile("(?ms)^`([\\w./]+)`:\\n\\n```(?:xml|java)\\n(.*?)^```");
    private static final Pattern COMMAND = Pattern.compile("(?m)^mvn (.+)$");

    @TempDir
    private Path folder;

    @Test
    void theGuideWorksInAnEmptyFolder() throws Exception {
        assumeTrue(
                Files.isDirectory(REPOSITORY.resolve("dev/reader/reader-client")) && Files.isRegularFile(SETTINGS),
                "the packaged library is missing; run ./mvnw -Pdrills verify");
        String guide = Files.readString(ROOT.resolve("docs/getting-started.md"));
        Matcher file = FILE.matcher(guide);
        List<String> written = new ArrayList<>();
        while (file.find()) {
            Path target = folder.resolve(file.group(1));
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.group(2));
            written.add(file.group(1));
        }
        assertThat(written).containsExactly("pom.xml", "src/main/java/FirstPage.java");
        Matcher command = COMMAND.matcher(guide);
        assertThat(command.find()).isTrue();

        try (LocalReader local = LocalReader.builder().withoutChromium().start()) {
            String output = run(command.group(1).replace("https://example.com", local.siteUrl()), local);

            assertThat(output).contains("# ").doesNotContain("ERROR");
        }
    }

    private String run(String arguments, LocalReader local) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ROOT.resolve("mvnw").toString(),
                "-B",
                "-ntp",
                "-s",
                SETTINGS.toString(),
                "-Dmaven.repo.local=" + REPOSITORY));
        command.addAll(List.of(arguments.split(" ")));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("READER_API_KEY", local.apiKey());
        builder.environment().put("READER_API_URL", local.baseUrl());
        Process process = builder.start();
        assertThat(process.waitFor(500, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
