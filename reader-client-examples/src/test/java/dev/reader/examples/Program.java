package dev.reader.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs an example as its users do: in a process of its own, without a terminal. */
public final class Program {
    private static final long MAX_RUN_SECONDS = 120;
    private static final List<String> UTF_8 = List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8");

    private final Class<?> main;
    private final Path folder;

    /** Prepares a program that runs in a folder, which also receives its output. */
    public Program(Class<?> main, Path folder) {
        this.main = main;
        this.folder = folder;
    }

    /** The outcome of a run. */
    public record Result(int exitCode, String out, String err) {}

    /** Runs the program until it exits. It does not inherit environment variables that begin with READER. */
    public Result run(Map<String, String> environment, String... arguments) {
        return runWithInput("", environment, arguments);
    }

    /** Runs the program until it exits, with input on its standard input. */
    public Result runWithInput(String input, Map<String, String> environment, String... arguments) {
        Path out = folder.resolve("stdout.txt");
        Path err = folder.resolve("stderr.txt");
        ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(UTF_8, main, arguments))
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("READER"));
        builder.environment().putAll(environment);
        try {
            Path in = Files.writeString(folder.resolve("stdin.txt"), input);
            Process process = builder.redirectInput(in.toFile()).start();
            if (!process.waitFor(MAX_RUN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(main.getName() + " did not exit; output:\n" + text(out) + text(err));
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
