package dev.reader.examples.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.examples.JavaCommand;
import dev.reader.examples.local.http.JsonNodes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A local Reader in a process of its own. */
final class LocalReaderProcess implements AutoCloseable {
    private final Process process;
    private final String baseUrl;
    private final String siteUrl;

    /** Starts the program and waits until it serves. */
    static LocalReaderProcess start(List<String> jvmOptions, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--port=0", "--site-port=0", "--json"));
        all.addAll(List.of(arguments));
        List<String> command = JavaCommand.of(jvmOptions, LocalReaderMain.class, all.toArray(String[]::new));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String banner = output.readLine();
        if (banner == null) {
            throw new AssertionError("the process printed nothing");
        }
        return new LocalReaderProcess(process, JsonNodes.parse(banner.getBytes(StandardCharsets.UTF_8)));
    }

    private LocalReaderProcess(Process process, JsonNode banner) {
        this.process = process;
        this.baseUrl = banner.path("apiUrl").asText();
        this.siteUrl = banner.path("siteUrl").asText();
    }

    String baseUrl() {
        return baseUrl;
    }

    String siteUrl() {
        return siteUrl;
    }

    Process process() {
        return process;
    }

    /** Sends SIGTERM and returns how long the process took to exit, in milliseconds. */
    long terminate() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the process did not exit");
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
