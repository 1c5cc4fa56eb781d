package dev.reader.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.json.Json;

/** What both streams do with the data of their events. */
final class Events {
    private static final TypeReference<JsonNode> TREE = new TypeReference<>() {};

    private Events() {}

    /** The data of an event that is not known, which need not be JSON. */
    static JsonNode dataOf(String data) {
        try {
            return Json.read(data, TREE);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(data);
        }
    }

    /** Without the parser's own exception, which quotes the event. */
    static ReaderProtocolException unreadable(String name, String where, JsonProcessingException cause) {
        return new ReaderProtocolException(
                "the event \"" + name + "\" of " + where + " can't be read: " + Json.reason(cause), null);
    }
}
