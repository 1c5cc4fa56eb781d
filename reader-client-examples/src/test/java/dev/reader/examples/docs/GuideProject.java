package dev.reader.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reader.examples.local.LocalReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The project that a reader of guides has in an empty folder: the files that they show, the dependencies and properties that they
 * add, and the packaged library. Runs the guides' own Maven command.
 */
final class GuideProject implements AutoCloseable {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    /** The consumer projects of the library, which Maven builds before this module, install it there. */
    private static final Path REPOSITORY = ROOT.resolve("reader-client/target/it-repository");

    private static final Path SETTINGS = ROOT.resolve("reader-client/target/it/interpolated-settings.xml");
    private static final Pattern FILE = Pattern.compile("(?ms)^`([\\w./]+)`:\\n\\n```\\w+\\n(.*?)^```");
    private static final Pattern DEPENDENCIES = Pattern.compile("(?ms)^```xml\\n(<dependency>.*?)^```");
    private static final Pattern PROPERTIES =
            Pattern.compile("(?ms)^Add to `application.properties`:\\n\\n```properties\\n(.*?)^```");
    private static final Pattern COMMAND = Pattern.compile("(?m)^mvn (.+)$");
    private static final int SECONDS = 400;

    private final Path folder;
    private final List<String> files = new ArrayList<>();
    private final StringBuilder output = new StringBuilder();
    private String command = "";
    private Process process;
    private BufferedReader lines;

    private GuideProject(Path folder) {
        this.folder = folder;
    }

    static GuideProject follow(Path folder, String... guides) throws IOException {
        assumeTrue(
                Files.isDirectory(REPOSITORY.resolve("dev/reader/reader-client")) && Files.isRegularFile(SETTINGS),
                "the packaged library is missing; run ./mvnw -Pdrills verify");
        GuideProject project = new GuideProject(folder);
        for (String guide : guides) {
            project.read(Files.readString(ROOT.resolve("docs").resolve(guide)));
        }
        return project;
    }

    private void read(String guide) throws IOException {
        for (MatchResult file : FILE.matcher(guide).results().toList()) {
            Path target = folder.resolve(file.group(1));
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.group(2));
            files.add(file.group(1));
        }
        for (MatchResult dependencies : DEPENDENCIES.matcher(guide).results().toList()) {
            edit("pom.xml", Map.of("  </dependencies>", dependencies.group(1) + "  </dependencies>"));
        }
        for (MatchResult properties : PROPERTIES.matcher(guide).results().toList()) {
            Path file = folder.resolve("src/main/resources/application.properties");
            Files.writeString(file, Files.readString(file) + properties.group(1));
        }
        Matcher found = COMMAND.matcher(guide);
        if (found.find()) {
            command = found.group(1);
        }
    }

    List<String> files() {
        return files;
    }

    /** Makes the changes that a guide describes in its text. Each replaced text must exist. */
    void edit(String file, Map<String, String> replacements) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            assertThat(text).as(file).contains(replacement.getKey());
            text = text.replace(replacement.getKey(), replacement.getValue());
        }
        Files.writeString(path, text);
    }

    /** Starts the guide's command, with other arguments in the place of the guide's. */
    void start(LocalReader local, Map<String, String> arguments, Map<String, String> environment) throws IOException {
        String told = command;
        for (Map.Entry<String, String> argument : arguments.entrySet()) {
            assertThat(told).contains(argument.getKey());
            told = told.replace(argument.getKey(), argument.getValue());
        }
        List<String> words = new ArrayList<>(List.of(
                ROOT.resolve("mvnw").toString(),
                "-B",
                "-ntp",
                "-s",
                SETTINGS.toString(),
                "-Dmaven.repo.local=" + REPOSITORY));
        words.addAll(List.of(told.split(" ")));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("READER_API_KEY", local.apiKey());
        builder.environment().put("READER_API_URL", local.baseUrl());
        builder.environment().putAll(environment);
        process = builder.start();
        lines = process.inputReader();
        CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS).execute(this::stop);
    }

    /** Reads on until a line contains a text. */
    void awaitLine(String text) throws IOException {
        String line = lines.readLine();
        while (line != null) {
            output.append(line).append('\n');
            if (line.contains(text)) {
                return;
            }
            line = lines.readLine();
        }
        throw new AssertionError("the program ended, or took " + SECONDS + " s, without \"" + text + "\":\n" + output);
    }

    /** Waits until the program ends well, and returns all that it printed. */
    String awaitEnd() throws InterruptedException {
        try {
            lines.lines().forEach(line -> output.append(line).append('\n'));
        } catch (UncheckedIOException e) {
            throw new AssertionError("the program was stopped after " + SECONDS + " s:\n" + output, e);
        }
        assertThat(process.waitFor()).as(output.toString()).isZero();
        return output.toString();
    }

    private void stop() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    @Override
    public void close() {
        if (process != null) {
            stop();
        }
    }
}
