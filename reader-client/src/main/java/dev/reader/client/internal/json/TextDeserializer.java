package dev.reader.client.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.function.Function;

/** Reads a date or time from ISO-8601 text; rejects any other JSON. */
final class TextDeserializer<T> extends StdDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> parse;
    private final Class<T> type;

    private TextDeserializer(Class<T> type, Function<String, T> parse) {
        super(type);
        this.type = type;
        this.parse = parse;
    }

    static TextDeserializer<LocalDate> localDate() {
        return new TextDeserializer<>(LocalDate.class, LocalDate::parse);
    }

    static TextDeserializer<LocalTime> localTime() {
        return new TextDeserializer<>(LocalTime.class, LocalTime::parse);
    }

    static TextDeserializer<OffsetDateTime> offsetDateTime() {
        return new TextDeserializer<>(OffsetDateTime.class, OffsetDateTime::parse);
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return type.cast(context.handleUnexpectedToken(type, parser));
        }
        try {
            return parse.apply(parser.getText().trim());
        } catch (DateTimeException e) {
            return type.cast(context.handleWeirdStringValue(type, parser.getText(), "not ISO-8601"));
        }
    }
}
