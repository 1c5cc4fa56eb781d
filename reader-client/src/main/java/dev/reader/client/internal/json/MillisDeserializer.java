package dev.reader.client.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.Duration;

/** Reads a number of milliseconds, which may have a fraction. */
public final class MillisDeserializer extends StdDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    /** Called by Jackson. */
    public MillisDeserializer() {
        super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            return (Duration) context.handleUnexpectedToken(Duration.class, parser);
        }
        return Duration.ofNanos(Math.round(parser.getDoubleValue() * 1e6));
    }
}
