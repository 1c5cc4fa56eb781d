package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The library as a module, used by a program that is one, too: what the class path of the other tests never shows. */
@Timeout(300)
class ModulePathTest {
    private static final Pattern NEEDED =
            Pattern.compile("(okhttp-jvm|okhttp-sse|okio-jvm|jackson-[a-z]+|slf4j-api|kotlin-stdlib)-[0-9.]+\\.jar");

    @TempDir
    private Path classes;

    private static Path classesOfTheLibrary() throws URISyntaxException {
        return Path.of(ReaderClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** What the library needs at run time, and no more: JSpecify's annotations are not among it. */
    private static String modulePath(Path... more) throws URISyntaxException {
        Stream<String> jars = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        NEEDED.matcher(Path.of(entry).getFileName().toString()).matches());
        Stream<String> folders = Stream.concat(Stream.of(classesOfTheLibrary()), Arrays.stream(more))
                .map(Path::toString);
        return Stream.concat(folders, jars).collect(Collectors.joining(File.pathSeparator));
    }

    private String run(String... command) throws Exception {
        Path output = classes.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private void compile() throws Exception {
        Path sources =
                Path.of(ModulePathTest.class.getResource("/module-path/src").toURI());
        List<String> toCompile = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("jspecify"))
                .toList();
        run(
                tool("javac"),
                "-d",
                classes.toString(),
                "--module-path",
                modulePath() + File.pathSeparator + String.join(File.pathSeparator, toCompile),
                "--module-source-path",
                sources.toString(),
                "-m",
                "demo.app");
    }

    @Test
    void aScrape_withAnExtractionIntoARecordThatOnlyJacksonMaySee_runsOnTheModulePath() throws Exception {
        compile();

        assertThat(run(tool("java"), "--module-path", modulePath(classes), "-m", "demo.app/demo.app.Main"))
                .contains(
                        "Product[name=Lamp, pieces=null, makers=[Maker[name=Lux]], kind=SMALL, since=2026-02-28] PT0.012S")
                .contains("invalid_request")
                .contains("cancelled")
                .contains("webhook: 200 {\"jobId\":\"j1\"}")
                .contains("created j2");
    }
}
