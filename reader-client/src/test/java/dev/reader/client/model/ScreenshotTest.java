package dev.reader.client.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.json.Json;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a page's screenshot as bytes and writes it to a file. */
class ScreenshotTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 1, 2, 3};

    @TempDir
    private Path directory;

    private static Page page(String screenshot) throws Exception {
        return Json.read(
                "{\"url\": \"https://example.com/\", \"screenshot\": " + screenshot + "}", new TypeReference<>() {});
    }

    private static Page pageWithPng() throws Exception {
        return page("\"" + Base64.getEncoder().encodeToString(PNG) + "\"");
    }

    @Test
    void writeScreenshot_writesPng() throws Exception {
        Path file = directory.resolve("page.png");

        assertThat(pageWithPng().writeScreenshot(file)).isEqualTo(file);

        assertThat(file).hasBinaryContent(PNG);
    }

    @Test
    void writeScreenshot_replacesExistingFile() throws Exception {
        Path file = directory.resolve("page.png");
        java.nio.file.Files.write(file, new byte[10_000]);

        pageWithPng().writeScreenshot(file);

        assertThat(file).hasBinaryContent(PNG);
    }

    @Test
    void writeScreenshot_aDataUri() throws Exception {
        Path file = directory.resolve("page.png");

        page("\"data:image/png;base64," + Base64.getEncoder().encodeToString(PNG) + "\"")
                .writeScreenshot(file);

        assertThat(file).hasBinaryContent(PNG);
    }

    @Test
    void writeScreenshot_withoutScreenshot() throws Exception {
        Page page = page("null");
        Path file = directory.resolve("page.png");

        assertThatThrownBy(() -> page.writeScreenshot(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("https://example.com/");
        assertThat(file).doesNotExist();
    }

    @Test
    void writeScreenshot_malformedBase64() throws Exception {
        Page page = page("\"A\"");
        Path file = directory.resolve("page.png");

        assertThatThrownBy(() -> page.writeScreenshot(file)).isInstanceOf(ReaderProtocolException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void writeScreenshot_toMissingDirectory() throws Exception {
        Page page = pageWithPng();

        assertThatThrownBy(() -> page.writeScreenshot(directory.resolve("no/page.png")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("page.png");
    }

    @Test
    void writeScreenshot_null() throws Exception {
        Page page = pageWithPng();

        assertThatThrownBy(() -> page.writeScreenshot(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("file");
    }
}
