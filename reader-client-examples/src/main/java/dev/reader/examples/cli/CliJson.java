package dev.reader.examples.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import dev.reader.examples.TerminalText;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the client's records as JSON with the field names of the API: times in ISO-8601, durations in milliseconds.
 * Characters that a terminal may act on are escaped, so that JSON is safe to show.
 */
final class CliJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(Duration.class, new Millis()))
            .build();
    private static final ObjectWriter LINE = MAPPER.writer(new UnsafeCharacters());
    private static final ObjectWriter PRETTY = LINE.withDefaultPrettyPrinter();

    private CliJson() {}

    /** Returns an indented document, for people and for jq. */
    static String pretty(Object value) {
        return write(value, PRETTY);
    }

    /** Returns a document on one line, for streams of documents. */
    static String line(Object value) {
        return write(value, LINE);
    }

    private static String write(Object value, ObjectWriter writer) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("can't write as JSON: " + value.getClass(), e);
        }
    }

    /** Writes a job with its results, of which it holds only one at a time. */
    static void writeJob(PrintStream out, Job job, Iterable<Page> results, Consumer<Page> onResult) throws IOException {
        JsonGenerator json = PRETTY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        ObjectNode fields = MAPPER.valueToTree(job.withResults(List.of()));
        fields.remove("results");
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            json.writeFieldName(field.getKey());
            MAPPER.writeTree(json, field.getValue());
        }
        json.writeArrayFieldStart("results");
        for (Page page : results) {
            MAPPER.writeValue(json, page);
            onResult.accept(page);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private static final class Millis extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(value.toMillis());
        }
    }

    private static final class UnsafeCharacters extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[0x7F] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            boolean surrogate = Character.MIN_SURROGATE <= character && character <= Character.MAX_SURROGATE;
            return TerminalText.isUnsafe(character) && !surrogate
                    ? new SerializedString(String.format(Locale.ROOT, "\\u%04X", character))
                    : null;
        }
    }
}
