package dev.reader.examples.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/** The validated query parameters {@code skip} and {@code limit}. */
public record PaginationParams(int skip, int limit) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    public static PaginationParams of(ApiExchange exchange) {
        int skip = number(exchange, "skip", 0, 0, Integer.MAX_VALUE);
        int limit = number(exchange, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        return new PaginationParams(skip, limit);
    }

    private static int number(ApiExchange exchange, String name, int defaultValue, int min, int max) {
        String text = exchange.query(name);
        if (text == null) {
            return defaultValue;
        }
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ApiException.invalid(name, "invalid_type", name + " must be an integer");
        }
        if (value < min || value > max) {
            throw ApiException.invalid(
                    name, value < min ? "too_small" : "too_big", name + " must be from " + min + " to " + max);
        }
        return value;
    }

    public <T> List<T> slice(List<T> all) {
        int from = Math.min(skip, all.size());
        return all.subList(from, (int) Math.min((long) from + limit, all.size()));
    }

    /** Returns the selected part of the list as a response. */
    public <T> ApiResponse response(List<T> all, Function<T, ? extends JsonNode> json, String requestUrl) {
        ArrayNode page = JsonNodes.array();
        slice(all).forEach(element -> page.add(json.apply(element)));
        return ApiResponse.paginated(page, json(all.size(), requestUrl));
    }

    /** Returns the {@code pagination} object. Its {@code next} is an absolute URL on the origin of the request. */
    public ObjectNode json(int total, String requestUrl) {
        boolean hasMore = (long) skip + limit < total;
        ObjectNode json = JsonNodes.object()
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
