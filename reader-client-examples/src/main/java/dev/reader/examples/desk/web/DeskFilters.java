package dev.reader.examples.desk.web;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The filters of the templates: times, numbers and short URLs. */
final class DeskFilters extends AbstractExtension {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final int SECOND = 1_000;

    @Override
    public Map<String, Filter> getFilters() {
        return Map.of(
                "time", filter(value -> TIME.format((Instant) value) + " UTC"),
                "iso", filter(Object::toString),
                "count", filter(value -> String.format(Locale.ENGLISH, "%,d", ((Number) value).longValue())),
                "duration", filter(value -> duration(((Number) value).longValue())),
                "reason", filter(value -> value.toString().replaceFirst("^[\\w.$]+(Exception|Error): ", "")),
                "short", filter(value -> value.toString().replaceFirst("^https?://", "")));
    }

    private static String duration(long millis) {
        return millis < SECOND ? millis + " ms" : String.format(Locale.ENGLISH, "%.1f s", millis / (double) SECOND);
    }

    private static Filter filter(Function<Object, String> function) {
        return new Filter() {
            @Override
            public @Nullable Object apply(
                    @Nullable Object input,
                    Map<String, Object> args,
                    PebbleTemplate self,
                    EvaluationContext context,
                    int lineNumber) {
                return input == null ? null : function.apply(input);
            }

            @Override
            public List<String> getArgumentNames() {
                return List.of();
            }
        };
    }
}
