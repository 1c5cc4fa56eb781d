package dev.reader.examples.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/** {@code skip} and {@code limit} of a request, checked. */
record Pagination(int skip, int limit) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    static Pagination of(Exchange exchange) {
        int skip = number(exchange, "skip", 0, 0, Integer.MAX_VALUE);
        int limit = number(exchange, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        return new Pagination(skip, limit);
    }

    private static int number(Exchange exchange, String name, int otherwise, int min, int max) {
        String text = exchange.query(name);
        if (text == null) {
            return otherwise;
        }
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ApiException.invalid(name, "invalid_type", name + " is no integer");
        }
        if (value < min || value > max) {
            throw ApiException.invalid(
                    name, value < min ? "too_small" : "too_big", name + " must be from " + min + " to " + max);
        }
        return value;
    }

    <T> List<T> slice(List<T> all) {
        int from = Math.min(skip, all.size());
        return all.subList(from, (int) Math.min((long) from + limit, all.size()));
    }

    /** One page of the list, as an answer. */
    <T> Reply reply(List<T> all, Function<T, ? extends JsonNode> json, String requestUrl) {
        ArrayNode page = Json.array();
        slice(all).forEach(element -> page.add(json.apply(element)));
        return Reply.paginated(page, json(all.size(), requestUrl));
    }

    /** The {@code pagination} object; {@code next} is absolute, on the origin that the request came to. */
    ObjectNode json(int total, String requestUrl) {
        boolean hasMore = (long) skip + limit < total;
        ObjectNode json = Json.object()
                .put("total", total)
                .put("skip", skip)
                .put("limit", limit)
                .put("hasMore", hasMore);
        if (hasMore) {
            json.put("next", requestUrl + "?skip=" + (skip + limit) + "&limit=" + limit);
        }
        return json;
    }
}
