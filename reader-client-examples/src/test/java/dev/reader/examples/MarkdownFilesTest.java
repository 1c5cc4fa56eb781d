package dev.reader.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

final class MarkdownFilesTest {
    private static final Instant SCRAPED_AT = Instant.parse("2026-11-21T08:30:00Z");

    @TempDir
    private Path folder;

    private static Page page(String url, String title, String markdown) {
        PageMetadata metadata = new PageMetadata(title, null, 200, null, null, null, null, SCRAPED_AT, null, Map.of());
        return new Page(url, null, markdown, null, null, null, null, null, null, metadata, null, null, Map.of());
    }

    private String written(Page page) throws IOException {
        return Files.readString(MarkdownFiles.in(folder).write(page));
    }

    @Test
    void beginsWithFrontMatter() throws IOException {
        assertThat(written(page("https://example.com/tides", "Tides", "# Tides\n")))
                .isEqualTo("""
                        ---
                        url: "https://example.com/tides"
                        title: "Tides"
                        scrapedAt: 2026-11-21T08:30:00Z
                        statusCode: 200
                        ---

                        # Tides
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Say \"hi\" \\ : # - {x} [y] & * ! | > ' % @ `",
                "--- \n second\tline\r\n",
                "日本 😀 e\u0301 \uFF08full\uFF09",
                "null",
                "2026-01-01",
                "\u001B[31m \u0000 \u007F \u0085 \u009B \u00A0 \u2028 \u2029 \u202E \uFEFF \uFFFE",
                " "
            })
    void frontMatterIsValidYaml_whateverTheTitle(String title) throws IOException {
        String text = written(page("https://example.com/?q=\"&x=#'", title, "text"));

        assertThat(text).startsWith("---\n").endsWith("---\n\ntext");
        Map<String, Object> yaml = new Yaml().load(text.substring(4, text.lastIndexOf("---\n")));
        assertThat(yaml)
                .containsEntry("url", "https://example.com/?q=\"&x=#'")
                .containsEntry("title", title)
                .containsEntry("scrapedAt", Date.from(SCRAPED_AT))
                .containsEntry("statusCode", 200)
                .hasSize(4);
        assertThat(text.codePoints().filter(c -> TerminalText.isUnsafe(c) && c != '\n'))
                .isEmpty();
    }

    @Test
    void leavesOutWhatThePageDoesNotHave() throws IOException {
        Page page = new Page(
                "https://example.com", null, "text", null, null, null, null, null, null, null, null, null, Map.of());

        assertThat(written(page)).isEqualTo("---\nurl: \"https://example.com\"\n---\n\ntext");
    }

    @Test
    void theSameUrlTwice_isWrittenTwice_andASecondRunOverwrites() throws IOException {
        for (int run = 0; run < 2; run++) {
            MarkdownFiles files = MarkdownFiles.in(folder);

            assertThat(files.write(page("https://example.com/a", "one", "1"))).hasFileName("example.com_a.md");
            assertThat(files.write(page("https://example.com/a", "two", "2"))).hasFileName("example.com_a~2.md");
            assertThat(files.count()).isEqualTo(2);
            assertThat(folder.toFile().list()).hasSize(2);
        }
    }

    @Test
    void aFolderThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> MarkdownFiles.in(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": not a folder");
    }
}
