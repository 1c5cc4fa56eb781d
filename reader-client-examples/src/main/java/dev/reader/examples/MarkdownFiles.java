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

/** Pages as Markdown files of one folder, each named for its URL. */
public final class MarkdownFiles {
    private static final int LONGEST_NAME = 120;

    private final Path folder;
    private final Set<String> taken = new HashSet<>();
    private int count;

    private MarkdownFiles(Path folder) {
        this.folder = folder;
    }

    /** Returns the files of a folder, which is made if it is not there. */
    public static MarkdownFiles in(Path folder) throws IOException {
        return new MarkdownFiles(Files.createDirectories(folder));
    }

    /** Writes the Markdown of each page that has some to a file named for its URL, and returns the files. */
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

    /** Writes the Markdown of a page, if it has some, and returns the file. */
    public @Nullable Path write(Page page) throws IOException {
        String markdown = page.markdown();
        if (markdown == null) {
            return null;
        }
        count++;
        return Files.writeString(folder.resolve(freeName(page.url()) + ".md"), markdown);
    }

    /** Returns how many files were written. */
    public int count() {
        return count;
    }

    /** A name of letters, digits, dots and dashes only, so that no URL leads out of the folder. */
    private String freeName(String url) {
        String plain = url.replaceFirst("^https?://", "")
                .replaceAll("[^A-Za-z0-9.]+", "-")
                .replaceAll("^[-.]+|[-.]+$", "");
        String name = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
        String free = name.isEmpty() ? "page" : name;
        for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
            free = name + "-" + i;
        }
        return free;
    }
}
