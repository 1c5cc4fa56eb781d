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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a headless Chromium of this machine, each time with a new empty profile. */
public final class Chromium {
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
            "--disable-sync");
    private static final String ENDPOINT_PREFIX = "DevTools listening on ";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
    private static final int MAX_CONCURRENT_SCREENSHOTS = 2;

    private final @Nullable Path program;
    private final ThreadPools threads;
    private final Semaphore screenshots = new Semaphore(MAX_CONCURRENT_SCREENSHOTS);

    /** A running browser. Closing it ends its process and deletes its profile. */
    public record Running(Process process, Path profile, String endpoint) implements AutoCloseable {
        @Override
        public void close() {
            end(process, profile);
        }
    }

    /**
     * Uses the browser at a path.
     *
     * @param program null if there is no browser; every use then fails with {@code upstream_unavailable}
     */
    public Chromium(@Nullable Path program, ThreadPools threads) {
        this.program = program;
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

    /**
     * Returns a screenshot of the page as a PNG.
     *
     * @param deadline the time limit, as a value of {@link System#nanoTime}
     * @param timeout the total time limit, for the error message
     */
    byte[] screenshot(String url, long deadline, Duration timeout) throws InterruptedException {
        if (!screenshots.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw tooSlow(timeout);
        }
        Path profile = newProfile();
        Path file = profile.resolve("screenshot.png");
        Process process =
                launch(profile, List.of("--hide-scrollbars", "--window-size=1280,800", "--screenshot=" + file, url));
        threads.io().execute(() -> read(process, new CompletableFuture<>()));
        try {
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw tooSlow(timeout);
            }
            if (!Files.exists(file)) {
                throw new ApiException(ErrorCode.UPSTREAM_UNAVAILABLE, "The browser took no screenshot of " + url);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the screenshot", e);
        } finally {
            end(process, profile);
        }
    }

    private static ApiException tooSlow(Duration timeout) {
        return ApiException.timeout(timeout.toMillis(), "No screenshot within " + timeout.toMillis() + " ms");
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
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
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

    private static void end(Process process, Path profile) {
        List<ProcessHandle> processes = new ArrayList<>(process.descendants().toList());
        processes.add(process.toHandle());
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(handle -> handle.onExit().join());
        delete(profile);
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
