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

/** Pages as Markdown files. */
public final class MarkdownFiles {
    private static final int LONGEST_NAME = 120;

    private MarkdownFiles() {}

    /** Writes the Markdown of each page that has some to a file named for its URL, and returns the files. */
    public static List<Path> write(Collection<Page> pages, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Page page : pages) {
            String markdown = page.markdown();
            if (markdown != null) {
                files.add(Files.writeString(folder.resolve(freeName(page.url(), taken) + ".md"), markdown));
            }
        }
        return files;
    }

    /** A name of letters, digits, dots and dashes only, so that no URL leads out of the folder. */
    private static String freeName(String url, Set<String> taken) {
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
