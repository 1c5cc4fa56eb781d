package dev.reader.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.Copies;
import dev.reader.client.internal.json.Json;
import dev.reader.client.internal.json.Portable;
import dev.reader.client.internal.json.PortableForm;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page that was read: the response to a scrape, a result of a job, or an event of its stream (docs/reader-api.md §2).
 *
 * @param url the requested URL
 * @param finalUrl the URL after redirects, or null
 * @param markdown the page as Markdown, or null if it was not requested or failed
 * @param html the page as HTML, or null
 * @param rawHtml the HTML as fetched, or null
 * @param screenshot a PNG in base64, or null; {@link #screenshotPng} decodes it
 * @param statusCode the HTTP status of the page's own server, or null
 * @param proxyMode the proxy mode of the fetch, or null
 * @param credits the cost of the page, or null
 * @param metadata the metadata of the page, or null
 * @param extracted the extracted data, or null; {@link #extractedAs} binds it
 * @param error why this page failed, or null if it did not; JSON text if the server sends an object
 * @param additionalProperties fields that this version does not know, and values of unexpected types, as received
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
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties)
        implements Serializable {

    private static final String DATA_URI_MARK = ";base64,";

    /** Copies lists and maps. */
    public Page {
        additionalProperties = Copies.map(additionalProperties);
        extracted = extracted == null || extracted.isNull() ? null : extracted;
        error = error == null ? errorIn(additionalProperties.get("error")) : error;
    }

    /** Returns the text for an error of another type, which tells as well that the page failed. */
    private static @Nullable String errorIn(@Nullable JsonNode raw) {
        return raw == null || !raw.isContainerNode() || raw.isEmpty() ? null : raw.toString();
    }

    /** {@return whether this page failed; {@link #error} says why} */
    public boolean failed() {
        return error != null;
    }

    /**
     * Decodes the screenshot.
     *
     * @return the bytes of a PNG image, or null if there is no screenshot
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
     * Writes the screenshot to a PNG file, and replaces an existing file.
     *
     * @param file the file, in an existing directory
     * @return the file
     * @throws IllegalStateException if there is no screenshot; request one with {@link Format#SCREENSHOT}
     * @throws ReaderProtocolException if the screenshot is not base64
     * @throws UncheckedIOException if writing fails
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
     * Returns why the extraction failed, although the page itself was read. {@link #extracted} is null then.
     *
     * @return the error, or null if the extraction did not fail or none was requested
     */
    public @Nullable String extractionError() {
        return metadata == null ? null : metadata.extractionError();
    }

    /**
     * Binds the extracted data to a class, such as the record from which the schema was generated.
     *
     * <p>Fields that the page lacks are null. A missing field of a primitive type is an error, not 0; use {@code Integer}
     * and the like where a field may be missing. Dates and times are ISO-8601. An unknown enum value is an error, unless a
     * constant has Jackson's {@code @JsonEnumDefaultValue}. {@link #extracted} has the data as received in any case.
     *
     * <p>On the module path, open the package of the class to {@code com.fasterxml.jackson.databind}.
     *
     * @param type the class
     * @param <T> the class
     * @return an instance, or null if nothing was extracted; {@link #extractionError} tells whether the extraction failed
     * @throws ReaderProtocolException if the data does not fit the class; the message names the field
     * @throws IllegalArgumentException if Jackson can't bind to the class
     */
    public <T> @Nullable T extractedAs(Class<T> type) {
        Checks.notNull("type", type);
        if (extracted == null) {
            return null;
        }
        try {
            return Json.bind(extracted, type);
        } catch (InvalidDefinitionException e) {
            throw new IllegalArgumentException(
                    "type " + type.getName() + " can't be bound. Is its package open to Jackson? "
                            + e.getOriginalMessage(),
                    e);
        } catch (JsonProcessingException e) {
            throw new ReaderProtocolException(
                    "the data extracted from " + url + " does not fit " + type.getName() + ": " + Json.reason(e), e);
        }
    }

    /**
     * Returns this page as maps, lists and scalars in the form of the wire. Every JSON mapper writes the page in this
     * form, whatever its version and settings.
     *
     * @return an unmodifiable map without null values
     */
    @JsonValue
    @PortableForm
    public Map<String, Object> toMap() {
        return Portable.toMap(this);
    }

    /**
     * Reads a page from the form that {@link #toMap} returns. Every JSON mapper reads a page in this way.
     *
     * @param map the fields; unknown ones are kept
     * @return the page
     * @throws IllegalArgumentException if a required field is missing
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    @PortableForm
    public static Page fromMap(Map<String, Object> map) {
        return Portable.fromMap(map, Page.class);
    }

    /** {@return this page as a JSON object, in the form of the wire} */
    public String toJson() {
        return Portable.toJson(this);
    }

    /**
     * Reads a page from a JSON object, such as one that {@link #toJson} wrote.
     *
     * @param json the JSON object
     * @return the page
     * @throws IllegalArgumentException if the text is not a JSON object or a required field is missing
     */
    public static Page fromJson(String json) {
        return Portable.fromJson(json, Page.class);
    }

    /** {@return the page without its content, on one line} */
    @Override
    public String toString() {
        return "Page[url=" + url + ", statusCode=" + statusCode + ", markdown="
                + (markdown == null ? "none" : markdown.length() + " characters") + ", credits=" + credits
                + (error == null ? "" : ", error=" + error) + "]";
    }

    /**
     * Returns a builder.
     *
     * @param url the requested URL
     * @return the builder
     */
    public static Builder builder(String url) {
        return new Builder(Checks.notNull("url", url));
    }

    /** Builds a {@link Page}, for tests. Components that are not set are absent. */
    public static final class Builder {
        private final String url;
        private @Nullable String finalUrl;
        private @Nullable String markdown;
        private @Nullable String html;
        private @Nullable String rawHtml;
        private @Nullable String screenshot;
        private @Nullable Integer statusCode;
        private @Nullable ProxyMode proxyMode;
        private @Nullable Integer credits;
        private @Nullable PageMetadata metadata;
        private @Nullable JsonNode extracted;
        private @Nullable String error;
        private final Map<String, JsonNode> additionalProperties = new LinkedHashMap<>();

        private Builder(String url) {
            this.url = url;
        }

        /**
         * Sets the URL after redirects.
         *
         * @param finalUrl the value, or null
         * @return this
         */
        public Builder finalUrl(@Nullable String finalUrl) {
            this.finalUrl = finalUrl;
            return this;
        }

        /**
         * Sets the page as Markdown.
         *
         * @param markdown the value, or null
         * @return this
         */
        public Builder markdown(@Nullable String markdown) {
            this.markdown = markdown;
            return this;
        }

        /**
         * Sets the page as HTML.
         *
         * @param html the value, or null
         * @return this
         */
        public Builder html(@Nullable String html) {
            this.html = html;
            return this;
        }

        /**
         * Sets the HTML as fetched.
         *
         * @param rawHtml the value, or null
         * @return this
         */
        public Builder rawHtml(@Nullable String rawHtml) {
            this.rawHtml = rawHtml;
            return this;
        }

        /**
         * Sets the screenshot, a PNG in base64.
         *
         * @param screenshot the value, or null
         * @return this
         */
        public Builder screenshot(@Nullable String screenshot) {
            this.screenshot = screenshot;
            return this;
        }

        /**
         * Sets the HTTP status of the page's own server.
         *
         * @param statusCode the value, or null
         * @return this
         */
        public Builder statusCode(@Nullable Integer statusCode) {
            this.statusCode = statusCode;
            return this;
        }

        /**
         * Sets the proxy mode of the fetch.
         *
         * @param proxyMode the value, or null
         * @return this
         */
        public Builder proxyMode(@Nullable ProxyMode proxyMode) {
            this.proxyMode = proxyMode;
            return this;
        }

        /**
         * Sets the cost of the page.
         *
         * @param credits the value, or null
         * @return this
         */
        public Builder credits(@Nullable Integer credits) {
            this.credits = credits;
            return this;
        }

        /**
         * Sets the metadata of the page.
         *
         * @param metadata the value, or null
         * @return this
         */
        public Builder metadata(@Nullable PageMetadata metadata) {
            this.metadata = metadata;
            return this;
        }

        /**
         * Sets the extracted data.
         *
         * @param extracted the value, or null
         * @return this
         */
        public Builder extracted(@Nullable JsonNode extracted) {
            this.extracted = extracted;
            return this;
        }

        /**
         * Sets why the page failed.
         *
         * @param error the value, or null
         * @return this
         */
        public Builder error(@Nullable String error) {
            this.error = error;
            return this;
        }

        /**
         * Adds a field that this version does not know.
         *
         * @param name the wire name
         * @param value the value
         * @return this
         */
        public Builder additionalProperty(String name, JsonNode value) {
            additionalProperties.put(Checks.notNull("name", name), Checks.notNull("value", value));
            return this;
        }

        /** {@return the page} */
        public Page build() {
            return new Page(
                    url,
                    finalUrl,
                    markdown,
                    html,
                    rawHtml,
                    screenshot,
                    statusCode,
                    proxyMode,
                    credits,
                    metadata,
                    extracted,
                    error,
                    additionalProperties);
        }
    }
}
