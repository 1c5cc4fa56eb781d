package dev.reader.examples.desk.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.examples.desk.jobs.Submission;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The body of an order.
 *
 * @param output {@code text} for the Markdown of all pages, {@code file} for a file with a line of JSON for each page
 */
record OrderBody(String orderId, Submission submission, String output) {
    static final Pattern ORDER_ID = Pattern.compile("[A-Za-z0-9._:-]{1,100}");
    private static final Set<String> OUTPUTS = Set.of("text", "file");
    private static final int DEFAULT_DEPTH = 2;
    private static final int DEFAULT_PAGES = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Parses the body of an order.
     *
     * @throws IllegalArgumentException if it is not valid; the message tells why
     */
    static OrderBody parse(byte[] body) {
        JsonNode json;
        try {
            json = JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is not JSON", e);
        }
        if (json == null || !json.isObject()) {
            throw new IllegalArgumentException("the body is not a JSON object");
        }
        String orderId = json.path("order_id").asText("");
        if (!ORDER_ID.matcher(orderId).matches()) {
            throw new IllegalArgumentException(
                    "order_id must have 1 to 100 letters, digits, dots, colons, hyphens or underscores");
        }
        JsonNode inputs = json.path("inputs");
        List<String> urls = new ArrayList<>();
        inputs.path("urls").forEach(url -> urls.add(url.asText()));
        if (inputs.hasNonNull("url")) {
            urls.add(inputs.path("url").asText());
        }
        String output = inputs.path("output").asText("text");
        if (!OUTPUTS.contains(output)) {
            throw new IllegalArgumentException("inputs.output is '" + output + "'; use text or file");
        }
        Submission submission = new Submission(
                urls,
                flag(inputs, "crawl"),
                number(inputs, "max_depth", DEFAULT_DEPTH),
                number(inputs, "max_pages", DEFAULT_PAGES),
                false);
        return new OrderBody(orderId, submission, output);
    }

    private static boolean flag(JsonNode inputs, String name) {
        JsonNode value = inputs.path(name);
        if (!value.isBoolean() && inputs.hasNonNull(name)) {
            throw new IllegalArgumentException("inputs." + name + " is " + value + "; use true or false");
        }
        return value.asBoolean(false);
    }

    private static int number(JsonNode inputs, String name, int defaultValue) {
        JsonNode value = inputs.path(name);
        if (!value.canConvertToExactIntegral() && inputs.hasNonNull(name)) {
            throw new IllegalArgumentException("inputs." + name + " is " + value + "; use a whole number");
        }
        return value.asInt(defaultValue);
    }

    /** Tells whether a repeated order asks for the same. */
    String hash() {
        try {
            String text = submission.toJson() + output;
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
