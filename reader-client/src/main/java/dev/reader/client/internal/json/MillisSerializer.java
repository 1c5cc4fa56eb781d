package dev.reader.client.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;

/** Writes a duration as a number of milliseconds, with a fraction if it has one. */
final class MillisSerializer extends StdSerializer<Duration> {
    private static final long serialVersionUID = 1L;

    MillisSerializer() {
        super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator generator, SerializerProvider provider) throws IOException {
        BigDecimal millis = BigDecimal.valueOf(value.toNanos(), 6).stripTrailingZeros();
        if (millis.scale() <= 0) {
            generator.writeNumber(value.toMillis());
        } else {
            generator.writeNumber(millis);
        }
    }
}
