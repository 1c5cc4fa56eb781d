package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.Program.Result;
import dev.reader.examples.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import picocli.CommandLine;

/** Tests the output of {@code --help} and the script that starts the program. */
@Timeout(300)
final class HelpAndLauncherTest extends CliTest {
    private static final Path LAUNCHER = Path.of("reader").toAbsolutePath();

    private static Stream<List<String>> commands(List<String> path, CommandLine command) {
        Stream<List<String>> below = command.getSubcommands().entrySet().stream()
                .flatMap(entry -> {
                    List<String> name = new ArrayList<>(path);
                    name.add(entry.getKey());
                    return commands(name, entry.getValue());
                });
        return path.isEmpty() ? below : Stream.concat(Stream.of(path), below);
    }

    private static CommandLine commandLine(PrintStream stream) {
        return ReaderCli.commandLine(
                new CliContext(Map.of(), InputStream.nullInputStream(), stream, stream, Terminal.NONE));
    }

    @TestFactory
    Stream<DynamicTest> everyCommandHasHelpWithAnExample_andJson() {
        return commands(List.of(), commandLine(System.out))
                .filter(path -> !path.equals(List.of("help")))
                .map(path -> DynamicTest.dynamicTest(String.join(" ", path), () -> {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    List<String> arguments = new ArrayList<>(path);
                    arguments.add("--help");

                    int exitCode = commandLine(new PrintStream(bytes, true, StandardCharsets.UTF_8))
                            .execute(arguments.toArray(new String[0]));

                    String help = bytes.toString(StandardCharsets.UTF_8);
                    assertThat(exitCode).isZero();
                    assertThat(help)
                            .contains("Usage: reader " + String.join(" ", path))
                            .contains("--json")
                            .contains("Show this help and exit")
                            .containsPattern("Example:\\R  .*reader " + String.join(" ", path));
                }));
    }

    @Test
    void hasTheCommandsThatTheGuideLists() {
        assertThat(commandLine(System.out).getSubcommands().keySet())
                .contains(
                        "scrape",
                        "crawl",
                        "batch",
                        "extract",
                        "job",
                        "api-keys",
                        "help",
                        "status",
                        "credits",
                        "usage",
                        "queue",
                        "webhooks",
                        "sessions",
                        "watch",
                        "serve-local",
                        "quickstart",
                        "receive");
    }

    @Test
    void missingOrUnknownCommand_isWrongUsage() {
        Result missing = reader();
        assertExitCode(missing, 2);
        assertThat(missing.err()).isEqualTo(reader("--help").out());
        assertThat(missing.out()).isEmpty();

        Result unknown = reader("srape");
        assertExitCode(unknown, 2);
        assertThat(unknown.err()).contains("scrape");
        assertThat(unknown.out()).isEmpty();
    }

    @Test
    void version() throws Exception {
        Result result = process("--version");

        assertExitCode(result, 0);
        assertThat(result.out())
                .matches("reader \\d+\\.\\d+\\.\\d+\\S* \\(Java "
                        + Runtime.version().feature() + "\\S*\\)\n");
    }

    @Test
    void helpOfACommand() {
        Result root = process("help");
        Result nested = reader("help", "job", "wait");

        assertExitCode(root, 0);
        assertThat(root.out())
                .isEqualTo(reader("--help").out())
                .contains("scrape", "Reads a page", "api-keys", "reader quickstart");
        assertExitCode(nested, 0);
        assertThat(nested.out()).startsWith("Usage: reader job wait").contains("--max-wait");
        Result unknown = reader("help", "nothing");
        assertExitCode(unknown, 2);
        assertThat(unknown.err()).startsWith("Unknown command: nothing\n");
        assertExitCode(reader("job"), 2);
    }

    /** The list of commands is made without setting up each of them. */
    @Test
    void theListOfCommands_isThatOfTheWholeTree() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        commandLine(new PrintStream(bytes, true, StandardCharsets.UTF_8)).execute("--help");

        assertThat(reader("--help").out()).isEqualTo(bytes.toString(StandardCharsets.UTF_8));
    }

    private Result launch(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
    void theLauncher_runsFromAnyFolder_andThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("my-reader"), LAUNCHER);

        Result direct = launch(LAUNCHER, "scrape", page("/stations/kirkhaven.html"), "-o", "page.md");
        Result linked = launch(link, "scrape", "--timeout", "1");
        Files.delete(link);

        assertExitCode(direct, 0);
        assertThat(folder.resolve("page.md")).content().startsWith("# Kirkhaven");
        assertThat(direct.err()).endsWith("Written to page.md\n").doesNotContain("[warning]");
        assertExitCode(linked, 2);
        assertThat(linked.err()).contains("Missing required parameter: 'URL'");
    }
}
