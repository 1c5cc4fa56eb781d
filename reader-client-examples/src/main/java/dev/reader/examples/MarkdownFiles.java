package dev.reader.examples;

import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes pages as Markdown files to one folder. Each file is named after its URL and begins with front matter in YAML:
 * the URL, the title, the time of the scrape and the status code.
 */
public final class MarkdownFiles {
    private final Path folder;
    private final Map<String, Integer> usedNames = new HashMap<>();
    private int count;

    private MarkdownFiles(Path folder) {
        this.folder = folder;
    }

    /** Returns a writer for a folder, which is created if it does not exist. */
    public static MarkdownFiles in(Path folder) throws IOException {
        FileErrors.prepareFolder(folder);
        return new MarkdownFiles(folder);
    }

    /** Writes the Markdown of each page that has any to a file named after its URL, and returns the files. */
    public static List<Path> write(Collection<Page> pages, Path folder) throws IOException {
        MarkdownFiles files = in(folder);
        List<Path> written = new ArrayList<>();
        for (Page page : pages) {
            Path file = files.write(page);
            if (file != null) {
                written.add(file);
            }
        }
        return written;
    }

    /** Writes the Markdown of a page and returns the file, or null if the page has no Markdown. */
    public @Nullable Path write(Page page) throws IOException {
        String markdown = page.markdown();
        return markdown == null ? null : write(page.url(), ".md", frontMatter(page) + markdown);
    }

    /** Writes content to a file that is named after a URL, and returns the file. */
    public Path write(String url, String extension, String content) throws IOException {
        Path file = folder.resolve(unusedName(url) + extension);
        count++;
        return FileErrors.on(file, () -> Files.writeString(file, content));
    }

    /**
     * Writes the Markdown of a page to a file that is named after its URL and a key, or replaces that file. Whatever ends the
     * process, the file is complete or does not exist. Returns null if the page has no Markdown.
     */
    public @Nullable Path replace(Page page, String key) throws IOException {
        String markdown = page.markdown();
        if (markdown == null) {
            return null;
        }
        Path file = folder.resolve(PageFileName.of(page.url(), key) + ".md");
        Path unfinished = folder.resolve("." + key + ".tmp");
        count++;
        return FileErrors.on(file, () -> {
            Files.writeString(unfinished, frontMatter(page) + markdown);
            return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    /** Returns the number of files that were written. */
    public int count() {
        return count;
    }

    /** Returns the name of the URL, numbered if the same URL was written before. */
    private String unusedName(String url) {
        String name = PageFileName.of(url);
        int uses = usedNames.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum);
        return uses == 1 ? name : name + "~" + uses;
    }

    private static String frontMatter(Page page) {
        PageMetadata metadata = page.metadata();
        Integer statusCode = page.statusCode() == null && metadata != null ? metadata.statusCode() : page.statusCode();
        StringBuilder yaml = new StringBuilder("---\n");
        yaml.append("url: ").append(quoted(page.url())).append('\n');
        if (metadata != null && metadata.title() != null) {
            yaml.append("title: ").append(quoted(metadata.title())).append('\n');
        }
        if (metadata != null && metadata.scrapedAt() != null) {
            yaml.append("scrapedAt: ").append(metadata.scrapedAt()).append('\n');
        }
        if (statusCode != null) {
            yaml.append("statusCode: ").append(statusCode).append('\n');
        }
        return yaml.append("---\n\n").toString();
    }

    /** Returns a double-quoted YAML string, in which any text is valid. */
    private static String quoted(String text) {
        StringBuilder yaml = new StringBuilder("\"");
        text.codePoints().forEach(character -> {
            if (character == '"' || character == '\\') {
                yaml.append('\\').appendCodePoint(character);
            } else if (TerminalText.isUnsafe(character)
                    || character == 0xFEFF
                    || character == 0xFFFE
                    || character == 0xFFFF) {
                yaml.append(String.format(Locale.ROOT, "\\u%04X", character));
            } else {
                yaml.appendCodePoint(character);
            }
        });
        return yaml.append('"').toString();
    }
}
