package dev.reader.client.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.internal.Checks;
import dev.reader.client.internal.json.Json;
import dev.reader.client.internal.json.Portable;
import java.io.Serializable;
import java.util.Map;

/**
 * The form in which an event travels through an application's mappers: its name on the stream, and its data.
 *
 * @param event the event's name
 * @param data the event's data
 */
record EventForm(String event, JsonNode data) implements Serializable {

    static Map<String, Object> toMap(String event, Object data) {
        return Portable.toMap(new EventForm(event, Json.tree(data)));
    }

    /** Reads the form; throws IllegalArgumentException if the map lacks one of its fields. */
    static EventForm fromMap(Map<String, Object> map) {
        EventForm form = Portable.fromMap(map, EventForm.class);
        Checks.notNull("event", form.event());
        Checks.notNull("data", form.data());
        return form;
    }

    static <T> T cast(Object event, Class<T> type) {
        if (!type.isInstance(event)) {
            throw new IllegalArgumentException(
                    "the JSON is a " + event.getClass().getSimpleName() + ", not a " + type.getSimpleName());
        }
        return type.cast(event);
    }

    <T> T as(Class<T> type) {
        return Portable.fromTree(data, type);
    }
}
