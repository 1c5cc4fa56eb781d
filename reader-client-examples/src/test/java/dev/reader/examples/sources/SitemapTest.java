package dev.reader.examples.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SitemapTest {
    private static final String NAMESPACE = " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
    private HttpServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] document = documents.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(document == null ? 404 : 200, document == null ? -1 : document.length);
            if (document != null) {
                exchange.getResponseBody().write(document);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void serve(String path, String document) {
        documents.put(path, document.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] compressed(String document) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(document.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String urlset(String... urls) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset" + NAMESPACE + ">");
        for (String url : urls) {
            xml.append("<url><loc>\n ").append(url).append(" </loc><lastmod>2026-01-01</lastmod></url>");
        }
        return xml.append("</urlset>").toString();
    }

    private String index(String... paths) {
        StringBuilder xml = new StringBuilder("<sitemapindex" + NAMESPACE + ">");
        for (String path : paths) {
            xml.append("<sitemap><loc>").append(url(path)).append("</loc></sitemap>");
        }
        return xml.append("</sitemapindex>").toString();
    }

    private static List<String> list(Stream<String> urls) {
        try (urls) {
            return urls.toList();
        }
    }

    @Test
    void indexOfSitemaps_isFollowed_plainAndCompressed_eachOnce() throws IOException {
        serve("/sitemap.xml", index("/a.xml", "/b.xml.gz", "/more.xml", "/a.xml"));
        serve("/a.xml", urlset("https://a.example/1", "https://a.example/2?x=1&amp;y=2"));
        documents.put("/b.xml.gz", compressed(urlset("https://a.example/3")));
        serve("/more.xml", index("/c.xml", "/sitemap.xml"));
        serve("/c.xml", urlset("https://a.example/4"));

        assertThat(list(Sitemap.at(url("/sitemap.xml"))))
                .containsExactly(
                        "https://a.example/1",
                        "https://a.example/2?x=1&y=2",
                        "https://a.example/3",
                        "https://a.example/4");
    }

    @Test
    void locationsOfImages_areNoPages() {
        serve(
                "/sitemap.xml",
                "<urlset" + NAMESPACE + " xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\"><url>"
                        + "<loc>https://a.example/</loc><image:image><image:loc>https://a.example/a.png</image:loc></image:image>"
                        + "</url></urlset>");

        assertThat(list(Sitemap.at(url("/sitemap.xml")))).containsExactly("https://a.example/");
    }

    @Test
    void compressedFile_isRead() throws IOException {
        Path file = Files.write(folder.resolve("sitemap.xml.gz"), compressed(urlset("https://a.example/1")));

        assertThat(list(Sitemap.in(file))).containsExactly("https://a.example/1");
    }

    @Test
    void externalEntity_isNotRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "https://secret.example/");
        serve(
                "/sitemap.xml",
                "<!DOCTYPE urlset [<!ENTITY secret SYSTEM \"" + secret.toUri() + "\">]>"
                        + "<urlset><url><loc>&secret;</loc></url></urlset>");

        assertThatThrownBy(() -> list(Sitemap.at(url("/sitemap.xml"))))
                .hasMessageContaining("is not a sitemap")
                .hasMessageContaining("/sitemap.xml");
    }

    @Test
    void documentThatIsTooLarge_ends_whateverItsCompressedSize() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("<urlset>".getBytes(StandardCharsets.UTF_8));
            byte[] blank = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int megabytes = 0; megabytes < 51; megabytes++) {
                gzip.write(blank);
            }
        }
        documents.put("/sitemap.xml", bytes.toByteArray());

        assertThatThrownBy(() -> list(Sitemap.at(url("/sitemap.xml")))).hasStackTraceContaining("more than 50 MB");
    }

    @Test
    void indexesWithoutEnd_areRejected() {
        serve("/sitemap.xml", index("/1.xml"));
        serve("/1.xml", index("/2.xml"));
        serve("/2.xml", index("/3.xml"));

        assertThatThrownBy(() -> list(Sitemap.at(url("/sitemap.xml")))).hasMessageContaining("more than 3 levels");
    }

    @Test
    void otherDocuments_areErrors_thatNameThem() {
        serve("/page", "<html><body/></html>");
        serve("/text", "https://a.example/");

        assertThatThrownBy(() -> list(Sitemap.at(url("/missing.xml"))))
                .hasMessageContaining("/missing.xml: the server responded with status 404");
        assertThatThrownBy(() -> list(Sitemap.at(url("/page")))).hasMessageContaining("its root is <html>");
        assertThatThrownBy(() -> list(Sitemap.at(url("/text")))).hasMessageContaining("is not a sitemap");
        assertThatThrownBy(() -> list(Sitemap.in(folder.resolve("none.xml"))))
                .hasMessageContaining("none.xml: no such file");
    }
}
