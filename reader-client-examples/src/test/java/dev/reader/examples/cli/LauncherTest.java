package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher in a checkout of its own, whose Maven and Java only record how they are called. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
final class LauncherTest {
    private static final String BUILT = "building reader: its sources are new or have changed\n";
    private static final String PREPARED = "preparing reader for a fast start (once)\n";

    @TempDir
    private Path checkout;

    private record Result(int exitCode, String out, String err) {}

    @BeforeEach
    void createCheckout() throws IOException {
        for (String module : List.of("reader-client", "reader-client-examples")) {
            write(module + "/pom.xml", "");
            write(module + "/src/main/java/Source.java", "");
            write(module + "/target/classes/content.txt", "first " + module);
        }
        write("pom.xml", "");
        write("reader-client/target/reader-client-0.1.0-SNAPSHOT.jar", "an old jar");
        try (var files = Files.walk(checkout)) {
            for (Path file : files.toList()) {
                setAge(file, Duration.ofHours(2));
            }
        }
        script("mvnw", """
                echo "$@" >>maven-calls.txt
                echo /repository/other.jar >reader-client-examples/target/class-path.txt
                """);
        script("jdk/bin/java", """
                case "$*" in
                *jartool*) exec "$REAL_JAVA" "$@" ;;
                *StartupTraining*) for a; do case $a in -XX:Dump*) echo Some/Class >"${a#*=}" ;; esac; done ;;
                *Xshare:dump*)
                  [ -z "${NO_ARCHIVE:-}" ] || exit 1
                  for a; do case $a in -XX:SharedArchiveFile=*) echo archive >"${a#*=}" ;; esac; done ;;
                *) echo "$@" ;;
                esac
                """);
        Files.copy(
                Path.of("reader"),
                checkout.resolve("reader-client-examples/reader"),
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void write(String file, String content) throws IOException {
        Path path = checkout.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private void script(String file, String content) throws IOException {
        write(file, "#!/bin/sh\n" + content);
        assertThat(checkout.resolve(file).toFile().setExecutable(true)).isTrue();
    }

    private static void setAge(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private Result run(Map<String, String> environment, String... arguments) throws Exception {
        Path out = checkout.resolve("out.txt");
        Path err = checkout.resolve("err.txt");
        String[] command = new String[arguments.length + 1];
        command[0] = "reader-client-examples/reader";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", checkout.resolve("jdk").toString());
        builder.environment()
                .put(
                        "REAL_JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Result run() throws Exception {
        return run(Map.of(), "scrape", "a page");
    }

    private int builds() throws IOException {
        return Files.readAllLines(checkout.resolve("maven-calls.txt")).size();
    }

    private String packed(String jar) throws IOException {
        try (JarFile file = new JarFile(checkout.resolve("reader-client-examples/target/launcher/" + jar)
                .toFile())) {
            return new String(file.getInputStream(file.getEntry("content.txt")).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void firstRun_builds_andLaterRunsStartAtOnce() throws Exception {
        Result first = run();
        Result second = run();

        assertThat(first.err()).isEqualTo(BUILT + PREPARED);
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
        for (Result result : List.of(first, second)) {
            assertThat(result.exitCode()).isZero();
            assertThat(result.out())
                    .endsWith("dev.reader.examples.cli.ReaderCli scrape a page\n")
                    .contains("-XX:SharedArchiveFile=");
        }
    }

    @Test
    void theLibrary_isThatOfTheBuild_andNoOldJar() throws Exception {
        Result result = run();

        String launcher = checkout.toRealPath().resolve("reader-client-examples/target/launcher") + "/";
        assertThat(result.out())
                .contains("-cp " + launcher + "reader-client-examples.jar:" + launcher
                        + "reader-client.jar:/repository/other.jar ")
                .doesNotContain("SNAPSHOT");
        assertThat(packed("reader-client.jar")).isEqualTo("first reader-client");

        write("reader-client/target/classes/content.txt", "second");
        age(Duration.ofMinutes(5), "reader-client-examples/target/launcher/class-path.txt");
        run();

        assertThat(packed("reader-client.jar")).isEqualTo("second");
    }

    private void age(Duration age, String file) throws IOException {
        setAge(checkout.resolve(file), age);
    }

    @Test
    void changedOrDeletedSources_areBuiltAgain() throws Exception {
        run();
        String[] changes = {
            "pom.xml",
            "reader-client/src/main/java/Source.java",
            "reader-client-examples/src/main/java/Source.java",
            // a deleted file changes its folder
            "reader-client/src/main/java"
        };
        for (int i = 0; i < changes.length; i++) {
            age(Duration.ofMinutes(30), "reader-client-examples/target/class-path.txt");
            age(Duration.ofMinutes(20), changes[i]);

            assertThat(run().err()).as(changes[i]).startsWith(BUILT);
            assertThat(builds()).isEqualTo(2 + i);
            age(Duration.ofHours(2), changes[i]);
        }
    }

    @Test
    void aFailedBuild_doesNotRunTheOldProgram() throws Exception {
        run();
        script("mvnw", "exit 1\n");
        age(Duration.ofMinutes(30), "reader-client-examples/target/class-path.txt");
        age(Duration.ofMinutes(20), "reader-client/src/main/java/Source.java");

        Result result = run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("the build failed");
    }

    @Test
    void aVariableCdpath_doesNotMatter() throws Exception {
        Result result = run(Map.of("CDPATH", checkout.toString()), "--help");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).endsWith("ReaderCli --help\n").doesNotContain("\n-");
    }

    @Test
    void aJavaThatCanNotArchiveClasses_runsWithoutAnArchive() throws Exception {
        Result first = run(Map.of("NO_ARCHIVE", "1"), "--help");
        Result second = run(Map.of("NO_ARCHIVE", "1"), "--help");

        assertThat(first.err()).isEqualTo(BUILT + PREPARED);
        assertThat(second.err()).isEmpty();
        for (Result result : List.of(first, second)) {
            assertThat(result.exitCode()).isZero();
            assertThat(result.out()).endsWith("ReaderCli --help\n").doesNotContain("SharedArchiveFile");
        }
    }

    @Test
    void withoutAUtf8Locale_argumentsAreUtf8() throws Exception {
        script("jdk/bin/java", "echo \"$LC_ALL\"\n");
        write("reader-client-examples/target/class-path.txt", "/repository/other.jar\n");
        write("reader-client-examples/target/launcher/class-path.txt", "/repository/other.jar\n");

        assertThat(run(Map.of("LC_ALL", "C", "LANG", "C")).out()).isEqualTo("C.UTF-8\n");
        assertThat(run(Map.of("LC_ALL", "de_DE.UTF-8")).out()).isEqualTo("de_DE.UTF-8\n");
    }
}
