package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.Copies;
import dev.reader.client.internal.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page that was read: the answer to a scrape, a result of a job, or what a job's stream brings (docs/reader-api.md
 * §2).
 *
 * @param url the URL as it was asked for
 * @param finalUrl the URL after redirects, or null
 * @param markdown the page as Markdown, or null where it was not asked for or failed
 * @param html the page as HTML, or null
 * @param rawHtml the HTML as it was fetched, or null
 * @param screenshot a PNG in base64, or null; {@link #screenshotPng} decodes it
 * @param statusCode the HTTP status that the page's own server answered, or null
 * @param proxyMode how the page was fetched, or null
 * @param credits what the page cost, or null
 * @param metadata what is known about the page, or null
 * @param extracted what was extracted as JSON, or null; {@link #extractedAs} binds it
 * @param error why this page failed, or null if it did not
 * @param additionalProperties what else the server said
 */
public record Page(
        @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL)
        String url,

        @Nullable String finalUrl,
        @Nullable String markdown,
        @Nullable String html,
        @Nullable String rawHtml,
        @Nullable String screenshot,
        @Nullable Integer statusCode,
        @Nullable ProxyMode proxyMode,
        @Nullable Integer credits,
        @Nullable PageMetadata metadata,
        @Nullable JsonNode extracted,
        @Nullable String error,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    private static final String DATA_URI_MARK = ";base64,";

    /** Copies what can change. */
    public Page {
        additionalProperties = Copies.map(additionalProperties);
        extracted = extracted == null || extracted.isNull() ? null : extracted;
    }

    /** {@return whether this page failed; {@link #error} says why} */
    public boolean failed() {
        return error != null;
    }

    /**
     * Decodes the screenshot.
     *
     * @return the bytes of a PNG image, or null where there is no screenshot
     * @throws ReaderProtocolException if the screenshot is not base64
     */
    public byte @Nullable [] screenshotPng() {
        if (screenshot == null) {
            return null;
        }
        int mark = screenshot.startsWith("data:") ? screenshot.indexOf(DATA_URI_MARK) : -1;
        String base64 = mark < 0 ? screenshot : screenshot.substring(mark + DATA_URI_MARK.length());
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new ReaderProtocolException("the screenshot of " + url + " is not base64", e);
        }
    }

    /**
     * Writes the screenshot as a PNG file, in place of a file that is there.
     *
     * @param file where to, in a directory that exists
     * @return the file
     * @throws IllegalStateException if there is no screenshot: it has to be asked for with {@link Format#SCREENSHOT}
     * @throws ReaderProtocolException if the screenshot is not base64
     * @throws UncheckedIOException if the file can't be written
     */
    public Path writeScreenshot(Path file) {
        Checks.notNull("file", file);
        byte[] png = screenshotPng();
        if (png == null) {
            throw new IllegalStateException("the page " + url + " has no screenshot");
        }
        try {
            return Files.write(file, png);
        } catch (IOException e) {
            throw new UncheckedIOException("the screenshot can't be written to " + file, e);
        }
    }

    /**
     * Binds what was extracted to a class of the caller's, such as a record with the schema's properties as components.
     *
     * @param type the class
     * @param <T> the class
     * @return an instance, or null where nothing was extracted; what the page did not have is null in it
     * @throws ReaderProtocolException if what was extracted does not fit the class
     */
    public <T> @Nullable T extractedAs(Class<T> type) {
        if (extracted == null) {
            return null;
        }
        try {
            return Json.convert(extracted, type);
        } catch (JsonProcessingException e) {
            throw new ReaderProtocolException(
                    "what was extracted from " + url + " does not fit " + type.getName() + ": " + Json.reason(e), e);
        }
    }

    /** {@return the page in a line, without its content} */
    @Override
    public String toString() {
        return "Page[url=" + url + ", statusCode=" + statusCode + ", markdown="
                + (markdown == null ? "none" : markdown.length() + " characters") + ", credits=" + credits
                + (error == null ? "" : ", error=" + error) + "]";
    }
}
