package dev.reader.client.internal.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.reader.client.internal.json.Json;

/** Turns the data of a stream's events into objects. */
abstract class EventDecoder<E> {
    private static final TypeReference<JsonNode> TREE = new TypeReference<>() {};

    /**
     * Decodes one event; one of unknown name is decoded too.
     *
     * @throws JsonProcessingException if the data cannot be read
     */
    abstract E decode(String name, String data) throws JsonProcessingException;

    /** Returns whether the stream ends with an event. */
    boolean isLast(E event) {
        return false;
    }

    /** Returns the data of an unknown event, which need not be JSON. */
    static JsonNode dataOf(String data) {
        try {
            return Json.read(data, TREE);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(data);
        }
    }

    /** Returns a value that the contract requires. */
    static <T> T required(String name, T value) throws JsonProcessingException {
        if (value == null) {
            throw new MissingValueException(name);
        }
        return value;
    }

    private static final class MissingValueException extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        MissingValueException(String name) {
            super(name + " is missing");
        }
    }
}
