package dev.reader.client.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Supplies the URLs of a run, one at a time. */
@FunctionalInterface
interface UrlSource {
    void forEach(Consumer<String> consumer);

    static UrlSource of(Iterable<String> urls) {
        return consumer -> {
            for (String url : urls) {
                consumer.accept(url);
            }
        };
    }

    /** Reads the lines of a UTF-8 file; skips lines that start with {@code #}. */
    static UrlSource of(Path file) {
        return consumer -> {
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                String line = lines.readLine();
                if (line != null && line.startsWith("\uFEFF")) {
                    line = line.substring(1);
                }
                while (line != null) {
                    if (!line.startsWith("#")) {
                        consumer.accept(line);
                    }
                    line = lines.readLine();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the URLs can't be read from " + file, e);
            }
        };
    }
}
