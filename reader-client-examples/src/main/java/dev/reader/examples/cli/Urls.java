package dev.reader.examples.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads URLs as users write them. */
final class Urls {
    private Urls() {}

    /** Returns the URL, with {@code https://} in front of it if it has no scheme. */
    static String complete(String url) {
        return url.matches("(?i)[a-z][a-z0-9+.-]*://.*") ? url : "https://" + url;
    }

    static List<String> ofFile(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return ofLines(lines);
        }
    }

    static List<String> ofStream(InputStream stream) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return ofLines(reader.lines());
        }
    }

    /** Reads one URL from each line; skips empty lines and lines that begin with #. */
    private static List<String> ofLines(Stream<String> lines) {
        return lines.map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(Urls::complete)
                .toList();
    }
}
