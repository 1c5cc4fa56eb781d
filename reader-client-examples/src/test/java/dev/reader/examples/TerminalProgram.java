package dev.reader.examples;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jline.builtins.ScreenTerminal;

/**
 * Runs a program on a terminal: script(1) of util-linux provides the pseudo-terminal, an emulator the screen.
 *
 * <p>The constructor starts a thread that reads the terminal until the program exits.
 */
public final class TerminalProgram implements AutoCloseable {
    private static final long MAX_WAIT_SECONDS = 120;

    private final Process script;
    private final ScreenTerminal screen;
    private final StringBuilder output = new StringBuilder();
    private final Thread reading;

    /**
     * Starts a shell command on a terminal.
     *
     * @param command a command of sh, in which {@code $RUN} stands for Java and the class path
     */
    public TerminalProgram(Path folder, Map<String, String> environment, int columns, int rows, String command) {
        screen = new ScreenTerminal(columns, rows);
        ProcessBuilder builder = new ProcessBuilder(
                        // a build in the background of a script ignores Ctrl-C, and so would its children
                        "env",
                        "--default-signal=INT",
                        "script",
                        "-qefc",
                        "stty cols " + columns + " rows " + rows + "; RUN() { \"$JAVA\""
                                + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \"$CLASSES\" \"$@\"; }; "
                                + command.replace("$RUN", "RUN"),
                        "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("READER"));
        variables.putAll(environment);
        variables.putAll(Map.of(
                "TERM",
                "xterm",
                "LC_ALL",
                "C.UTF-8",
                "SHELL",
                "/bin/sh",
                "JAVA",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "CLASSES",
                System.getProperty("java.class.path")));
        try {
            script = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reading = new Thread(this::read, "terminal");
        reading.setDaemon(true);
        reading.start();
    }

    /** Returns whether this machine can provide a terminal. */
    public static boolean isAvailable() {
        try {
            Process version = new ProcessBuilder("env", "--default-signal=INT", "script", "--version")
                    .redirectErrorStream(true)
                    .start();
            version.getOutputStream().close();
            return new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("util-linux");
        } catch (IOException e) {
            return false;
        }
    }

    private void read() {
        try (Reader terminal = new InputStreamReader(script.getInputStream(), StandardCharsets.UTF_8)) {
            char[] buffer = new char[4096];
            for (int count = terminal.read(buffer); count >= 0; count = terminal.read(buffer)) {
                String text = new String(buffer, 0, count);
                synchronized (output) {
                    output.append(text);
                    screen.write(text);
                    output.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the rows of the screen. */
    public String screen() {
        synchronized (output) {
            return screen.toString().lines().map(String::stripTrailing).reduce("", (all, row) -> all + row + "\n");
        }
    }

    /** Returns everything that the program has written to the terminal. */
    public String output() {
        synchronized (output) {
            return output.toString();
        }
    }

    /** Waits until the output meets a condition. */
    public void await(Predicate<String> condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
        synchronized (output) {
            while (!condition.test(output.toString())) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || !reading.isAlive()) {
                    throw new AssertionError("not seen on the terminal; output:\n" + output);
                }
                output.wait(Math.min(left, 1_000));
            }
        }
    }

    /** Presses Ctrl-C. */
    public void interrupt() throws IOException {
        script.getOutputStream().write(3);
        script.getOutputStream().flush();
    }

    /** Waits until the program exits, and returns its exit code. */
    public int exitCode() throws InterruptedException {
        if (!script.waitFor(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the program did not exit; output:\n" + output());
        }
        reading.join(TimeUnit.SECONDS.toMillis(MAX_WAIT_SECONDS));
        return script.exitValue();
    }

    @Override
    public void close() {
        script.destroyForcibly();
    }
}
