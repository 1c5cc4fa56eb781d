package dev.reader.examples;

import dev.reader.client.model.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes pages as Markdown files to one folder. Each file is named after its URL. */
public final class MarkdownFiles {
    private static final int MAX_NAME_LENGTH = 120;

    private final Path folder;
    private final Set<String> usedNames = new HashSet<>();
    private int count;

    private MarkdownFiles(Path folder) {
        this.folder = folder;
    }

    /** Returns a writer for a folder, which is created if it does not exist. */
    public static MarkdownFiles in(Path folder) throws IOException {
        return new MarkdownFiles(Files.createDirectories(folder));
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
        if (markdown == null) {
            return null;
        }
        count++;
        return Files.writeString(folder.resolve(unusedName(page.url()) + ".md"), markdown);
    }

    /** Returns the number of files that were written. */
    public int count() {
        return count;
    }

    /** Returns an unused name of letters, digits, dots and dashes, so that no URL can lead out of the folder. */
    private String unusedName(String url) {
        String plain = url.replaceFirst("^https?://", "")
                .replaceAll("[^A-Za-z0-9.]+", "-")
                .replaceAll("^[-.]+|[-.]+$", "");
        String name = plain.substring(0, Math.min(plain.length(), MAX_NAME_LENGTH));
        String unused = name.isEmpty() ? "page" : name;
        for (int i = 2; !usedNames.add(unused.toLowerCase(Locale.ROOT)); i++) {
            unused = name + "-" + i;
        }
        return unused;
    }
}
