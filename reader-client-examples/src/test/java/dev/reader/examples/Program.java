package dev.reader.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs an example as its user does: as a process of its own, with no terminal. */
public final class Program {
    private static final long LONGEST_RUN_SECONDS = 120;

    private final Class<?> main;
    private final Path folder;

    /** A program that is run in a folder, into which its output is redirected as well. */
    public Program(Class<?> main, Path folder) {
        this.main = main;
        this.folder = folder;
    }

    /** What a run left behind. */
    public record Result(int exitCode, String out, String err) {}

    /** Runs the program to its end; no variable of the environment that begins with READER is handed down. */
    public Result run(Map<String, String> environment, String... arguments) {
        return runWithInput("", environment, arguments);
    }

    /** Runs the program to its end with something on its standard input. */
    public Result runWithInput(String input, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("stdout.txt");
        Path err = folder.resolve("stderr.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("READER"));
        builder.environment().putAll(environment);
        try {
            Path in = Files.writeString(folder.resolve("stdin.txt"), input);
            Process process = builder.redirectInput(in.toFile()).start();
            if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(main.getName() + " did not end; it said:\n" + text(out) + text(err));
            }
            return new Result(process.exitValue(), text(out), text(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
