package dev.reader.examples.cli;

import dev.reader.examples.FileErrors;
import dev.reader.examples.sources.CsvColumn;
import dev.reader.examples.sources.Sitemap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the URLs of a run come from: a file or standard input with a URL on each line, a column of CSV, or a sitemap. Reads
 * lazily.
 */
final class RunInput {
    private final String input;
    private final @Nullable String column;
    private final InputStream standardInput;

    RunInput(String input, @Nullable String column, InputStream standardInput) {
        this.input = input;
        this.column = column;
        this.standardInput = standardInput;
        if (column != null && isSitemap()) {
            throw new UsageException("--column needs a CSV file, but " + input + " is a sitemap");
        }
    }

    /** Names the input in messages, and in the book of runs. */
    String name() {
        String name = isFile() ? file().toAbsolutePath().normalize().toString() : input;
        return column == null ? name : name + ", column " + column;
    }

    /** Returns a digest of the file, by which a later call notices that it has changed; null for other inputs. */
    @Nullable
    String fingerprint() throws IOException {
        if (!isFile() || isSitemap()) {
            return null;
        }
        return FileErrors.on(file(), () -> {
            MessageDigest digest = sha256();
            try (InputStream content = new DigestInputStream(Files.newInputStream(file()), digest)) {
                content.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        });
    }

    /** Opens the input. Close the stream. */
    Stream<String> open() throws IOException {
        if (isSitemap()) {
            return isWeb() ? Sitemap.at(input) : Sitemap.in(file());
        }
        InputStream content = isFile() ? FileErrors.on(file(), () -> Files.newInputStream(file())) : standardInput;
        String source = isFile() ? input : "standard input";
        if (column != null) {
            try {
                return completed(CsvColumn.of(content, column), content);
            } catch (IOException e) {
                content.close();
                throw new IOException(source + ": " + e.getMessage(), e);
            }
        }
        Stream<String> lines = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8)).lines();
        return completed(lines.map(RunInput::withoutByteOrderMark).filter(line -> !line.startsWith("#")), content);
    }

    private static Stream<String> completed(Stream<String> urls, InputStream content) {
        return urls.map(String::strip)
                .filter(url -> !url.isEmpty())
                .map(Urls::complete)
                .onClose(() -> close(content));
    }

    private static String withoutByteOrderMark(String line) {
        return line.startsWith("\uFEFF") ? line.substring(1).strip() : line.strip();
    }

    private static void close(InputStream content) {
        try {
            content.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isStandardInput() {
        return input.equals("-");
    }

    private boolean isWeb() {
        return input.matches("(?i)https?://.*");
    }

    private boolean isFile() {
        return !isStandardInput() && !isWeb();
    }

    private boolean isSitemap() {
        return isWeb() || input.toLowerCase(Locale.ROOT).matches(".*\\.xml(\\.gz)?");
    }

    private Path file() {
        return Path.of(input);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
