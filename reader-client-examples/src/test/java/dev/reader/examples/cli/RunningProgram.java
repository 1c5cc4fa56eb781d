package dev.reader.examples.cli;

import dev.reader.examples.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program that does not exit by itself, and reads its output as it arrives. */
final class RunningProgram implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final BufferedReader err;

    RunningProgram(Map<String, String> environment, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(ReaderCli.class, arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("READER"));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        err = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    }

    /** Waits for the next line of standard output. */
    String line() throws IOException {
        return requireLine(out.readLine());
    }

    /** Waits for the next line of standard error that contains the text. */
    String errorLine(String containing) throws IOException {
        String line = requireLine(err.readLine());
        while (!line.contains(containing)) {
            line = requireLine(err.readLine());
        }
        return line;
    }

    private static String requireLine(String line) {
        if (line == null) {
            throw new AssertionError("the program exited or closed its output");
        }
        return line;
    }

    /** Closes standard output, as {@code head} does when it has seen enough. */
    void closeOutput() throws IOException {
        out.close();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the program did not exit");
        }
        return process.exitValue();
    }

    /** Asks the program to exit, as Ctrl-C does. Its output can still be read. */
    void terminate() {
        process.toHandle().destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
