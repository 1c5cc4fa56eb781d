package dev.reader.examples.cli;

import dev.reader.examples.Terminal;
import dev.reader.examples.local.LocalReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Runs the common commands once against a local Reader. The launcher starts it after a build, to learn which classes the
 * program loads, and stores them in an archive from which Java loads them faster.
 */
public final class StartupTraining {
    private StartupTraining() {}

    /** Runs the commands, without output. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("reader-training");
        try (LocalReader local =
                LocalReader.builder().slowPageDelay(Duration.ZERO).start()) {
            Map<String, String> environment =
                    Map.of("READER_API_KEY", local.apiKey(), "READER_API_URL", local.baseUrl());
            String page = local.site().url("/faq.html");
            run(environment, "--help");
            run(environment, "scrape", "--help");
            run(environment, "scrape", page);
            run(environment, "scrape", page, "--json");
            run(environment, "crawl", page, "--max-pages", "2");
            run(environment, "batch", page, "--json");
            run(environment, "batch", page, "-o", folder.toString());
            run(environment, "job", "get", "job_none");
            run(environment, "credits");
            run(environment, "usage");
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private static void run(Map<String, String> environment, String... arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        // asks for the terminal, to load its classes
        Terminal.ofStandardOutput();
        ReaderCli.execute(
                new CliContext(environment, InputStream.nullInputStream(), nowhere, nowhere, Terminal.NONE), arguments);
    }

    private static void delete(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
