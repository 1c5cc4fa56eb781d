package dev.reader.examples.local.scrape;

import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.ErrorCode;
import dev.reader.examples.local.http.ThreadPools;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a headless Chromium of this machine, each time with a new empty profile. */
public final class Chromium implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chromium.class);
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp");
    private static final String ENDPOINT_PREFIX = "DevTools listening on ";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

    private final @Nullable Path program;
    private final BrowserProxy proxy;
    private final ThreadPools threads;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** A running browser. Closing it ends its process and deletes its profile. */
    public final class Running implements AutoCloseable {
        private final Process process;
        private final Path profile;
        private final String endpoint;

        private Running(Process process, Path profile, String endpoint) {
            this.process = process;
            this.profile = profile;
            this.endpoint = endpoint;
        }

        /** Returns the address of the browser's DevTools, which gives full control of it. */
        public String endpoint() {
            return endpoint;
        }

        @Override
        public void close() {
            end(process, profile);
        }
    }

    /**
     * Uses the browser at a path.
     *
     * @param program null if there is no browser; every use then fails with {@code upstream_unavailable}
     * @param proxy the browser's way to the network
     */
    public Chromium(@Nullable Path program, BrowserProxy proxy, ThreadPools threads) {
        this.program = program;
        this.proxy = proxy;
        this.threads = threads;
    }

    /** Returns the first browser with a known name on the search path, or null. */
    public static @Nullable Path find() {
        String path = System.getenv("PATH");
        for (String directory : (path == null ? "" : path).split(File.pathSeparator, -1)) {
            for (String name : NAMES) {
                Path candidate = Path.of(directory, name);
                if (!directory.isEmpty() && Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    /** Starts a browser and returns it with its DevTools endpoint. */
    public Running start() throws InterruptedException {
        Path profile = newProfile();
        Process process = launch(profile, List.of("--remote-debugging-port=0"));
        CompletableFuture<String> endpoint = new CompletableFuture<>();
        threads.io().execute(() -> read(process, endpoint));
        try {
            return new Running(process, profile, endpoint.get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            end(process, profile);
            throw new ApiException(ErrorCode.UPSTREAM_UNAVAILABLE, "The browser did not start");
        } catch (InterruptedException e) {
            end(process, profile);
            throw e;
        }
    }

    private static Path newProfile() {
        try {
            return Files.createTempDirectory("local-reader-browser");
        } catch (IOException e) {
            throw new UncheckedIOException("can't create a directory for the browser's profile", e);
        }
    }

    private Process launch(Path profile, List<String> arguments) {
        if (program == null) {
            delete(profile);
            throw new ApiException(ErrorCode.UPSTREAM_UNAVAILABLE, "No browser found; install Chromium or Chrome");
        }
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(FLAGS);
        command.add("--user-data-dir=" + profile);
        command.add("--proxy-server=" + proxy.url());
        command.add("--proxy-bypass-list=<-loopback>"); // not even this machine without the proxy
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            running.add(process);
            if (closed) {
                end(process, profile);
                throw new ApiException(ErrorCode.UPSTREAM_UNAVAILABLE, "The server is stopping");
            }
            return process;
        } catch (IOException e) {
            delete(profile);
            throw new ApiException(ErrorCode.UPSTREAM_UNAVAILABLE, "Can't start the browser: " + e.getMessage());
        }
    }

    /** Reads the output of the browser to its end, so that the browser never blocks on it. */
    private static void read(Process process, CompletableFuture<String> endpoint) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                LOG.debug("browser: {}", line);
                if (line.startsWith(ENDPOINT_PREFIX)) {
                    endpoint.complete(line.substring(ENDPOINT_PREFIX.length()).strip());
                }
            }
        } catch (IOException e) {
            LOG.debug("can't read the output of the browser", e);
        }
        endpoint.completeExceptionally(new IOException("the browser exited"));
    }

    /** Ends every browser, and starts no other. The thread that started a browser deletes its profile. */
    @Override
    public void close() {
        closed = true;
        running.forEach(Chromium::destroy);
    }

    private void end(Process process, Path profile) {
        kill(process);
        running.remove(process);
        delete(profile);
    }

    private static void kill(Process process) {
        destroy(process).forEach(handle -> handle.onExit().join());
    }

    /** Destroys the processes of a browser and returns them. Does not wait for their end. */
    private static List<ProcessHandle> destroy(Process process) {
        List<ProcessHandle> processes = new ArrayList<>(process.descendants().toList());
        processes.add(process.toHandle());
        processes.forEach(ProcessHandle::destroyForcibly);
        return processes;
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("can't delete {}: {}", directory, e.toString());
        }
    }
}
