package dev.reader.examples.desk;

import dev.reader.examples.cli.ReaderCli;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An instance of Reader Desk in a process of its own. A thread reads its output until the process ends. */
final class DeskInstance implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("Reader Desk is at (http://[0-9.:]+)");
    private static final long START_SECONDS = 60;

    private final Process process;
    /** Belongs to the thread that reads, until it has ended. */
    private final StringBuilder output = new StringBuilder();

    private final CompletableFuture<String> url = new CompletableFuture<>();

    private final Thread reader = new Thread(this::read, "desk-output");

    private DeskInstance(Process process) {
        this.process = process;
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the program as from a command line; {@link #url} waits until it serves. */
    static DeskInstance start(Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ReaderCli.class.getName(),
                "desk",
                "--port",
                "0"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("READER"));
        builder.environment().putAll(environment);
        return new DeskInstance(builder.start());
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                Matcher address = ADDRESS.matcher(line);
                if (address.find()) {
                    url.complete(address.group(1));
                }
            }
            url.completeExceptionally(new IOException("the desk ended: " + output));
        } catch (IOException e) {
            url.completeExceptionally(new UncheckedIOException(e));
        }
    }

    String url() throws Exception {
        return url.get(START_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns a client of the pages. */
    DeskClient client() throws Exception {
        return new DeskClient(url());
    }

    /** Returns the value of a metric of this instance. */
    double metric(String name) throws Exception {
        String metrics = client().body("/metrics");
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name + " in " + metrics));
    }

    /** Sends SIGTERM, waits for the end and returns everything that the instance printed. */
    String stop() throws Exception {
        process.destroy();
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the desk does not stop within " + START_SECONDS + " s");
        }
        reader.join();
        return output.toString();
    }

    /** Sends SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
