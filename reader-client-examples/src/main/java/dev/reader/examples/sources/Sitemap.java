package dev.reader.examples.sources;

import dev.reader.examples.FileErrors;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.stream.XMLStreamException;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The URLs of a sitemap, and of the sitemaps that an index names, plain or compressed by gzip.
 *
 * <p>Bounded: a document has at most 50 MB, uncompressed, as the sitemap protocol demands; an index names sitemaps, which may
 * be indexes themselves, down to three levels and 50,000 documents. Each document is read once.
 */
public final class Sitemap {
    private static final int MAX_DEPTH = 3;
    private static final int MAX_DOCUMENTS = 50_000;
    private static final Duration MAX_DOWNLOAD = Duration.ofMinutes(5);

    private Sitemap() {}

    /** Returns the URLs of a sitemap on the web, read as they are taken. Close the stream. */
    public static Stream<String> at(String url) {
        return stream(new Documents(url, null));
    }

    /** Returns the URLs of a sitemap in a file, read as they are taken. Close the stream. */
    public static Stream<String> in(Path file) {
        return stream(new Documents(file.toString(), file));
    }

    private static Stream<String> stream(Documents documents) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(documents, 0), false)
                .onClose(documents::close);
    }

    /** A document that is still to be read; an index is at depth 1. */
    private record Pending(String name, int depth) {}

    private static final class Documents implements Iterator<String> {
        private final OkHttpClient http =
                new OkHttpClient.Builder().callTimeout(MAX_DOWNLOAD).build();
        private final Deque<Pending> pending = new ArrayDeque<>();
        private final Set<String> known = new HashSet<>();
        private @Nullable Path file;
        private @Nullable Pending current;
        private @Nullable SitemapParser parser;
        private @Nullable String next;

        Documents(String name, @Nullable Path file) {
            this.file = file;
            add(new Pending(name, 1));
        }

        private void add(Pending document) {
            if (!known.add(document.name)) {
                return;
            }
            if (document.depth > MAX_DEPTH || known.size() > MAX_DOCUMENTS) {
                throw new UncheckedIOException(new IOException(document.name + ": the index of sitemaps has more than "
                        + (document.depth > MAX_DEPTH ? MAX_DEPTH + " levels" : MAX_DOCUMENTS + " documents")));
            }
            pending.add(document);
        }

        @Override
        public boolean hasNext() {
            while (next == null && (parser != null || !pending.isEmpty())) {
                advance();
            }
            return next != null;
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            String url = next;
            next = null;
            return url == null ? "" : url;
        }

        private void advance() {
            if (parser == null) {
                current = pending.remove();
            }
            Pending document = current;
            if (document == null) {
                return;
            }
            try {
                if (parser == null) {
                    parser = new SitemapParser(open(document.name));
                }
                String location = parser.nextLocation();
                if (location == null) {
                    close();
                } else if (parser.isIndex()) {
                    add(new Pending(location, document.depth + 1));
                } else {
                    next = location;
                }
            } catch (XMLStreamException e) {
                close();
                throw new UncheckedIOException(new IOException(
                        document.name + ": line " + e.getLocation().getLineNumber() + " is not a sitemap", e));
            } catch (IOException e) {
                close();
                throw new UncheckedIOException(new IOException(document.name + ": " + e.getMessage(), e));
            }
        }

        private InputStream open(String name) throws IOException {
            Path local = file;
            if (local != null) {
                file = null;
                return new BufferedInputStream(FileErrors.plain(() -> Files.newInputStream(local)));
            }
            HttpUrl url = HttpUrl.parse(name);
            if (url == null) {
                throw new IOException("not an http or https URL");
            }
            Response response =
                    http.newCall(new Request.Builder().url(url).build()).execute();
            if (!response.isSuccessful()) {
                response.close();
                throw new IOException("the server responded with status " + response.code());
            }
            return new BufferedInputStream(response.body().byteStream());
        }

        void close() {
            SitemapParser open = parser;
            parser = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
