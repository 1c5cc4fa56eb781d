package dev.reader.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.examples.agent.ReaderTools;
import dev.reader.examples.agent.ToolAnswer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tools of {@code reader mcp}. The SDK checks the arguments against the schemas before a tool runs, and runs tools on
 * threads of its own.
 */
final class McpTools {
    private static final int DEFAULT_PAGES = 20;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private McpTools() {}

    static List<SyncToolSpecification> of(ReaderTools tools) {
        return List.of(
                tool(
                        "scrape",
                        "Reads a web page and returns its title, URL and Markdown",
                        schema(List.of("url"), Map.of("url", described("the absolute URL of the page"))),
                        arguments -> tools.scrape(text(arguments, "url"))),
                tool(
                        "crawl",
                        "Reads the pages of a site, lists them, and keeps them for the search tool",
                        schema(
                                List.of("url"),
                                Map.of(
                                        "url",
                                        described("the absolute URL of the first page"),
                                        "maxPages",
                                        Map.of("type", "integer", "minimum", 1, "default", DEFAULT_PAGES))),
                        arguments -> tools.crawl(text(arguments, "url"), maxPages(arguments))),
                tool(
                        "extract",
                        "Extracts data from a web page as JSON",
                        schema(
                                List.of("url"),
                                Map.of(
                                        "url",
                                        described("the absolute URL of the page"),
                                        "prompt",
                                        described("the data to extract, in words"),
                                        "schema",
                                        Map.of(
                                                "type",
                                                "object",
                                                "description",
                                                "a JSON Schema, or a map of field name to type name"))),
                        arguments -> tools.extract(
                                text(arguments, "url"), tree(arguments.get("schema")), optional(arguments, "prompt"))),
                tool(
                        "search",
                        "Searches the pages of the last crawl and returns the best passages with their URLs",
                        schema(List.of("query"), Map.of("query", described("the words to look for"))),
                        arguments -> tools.search(text(arguments, "query"))));
    }

    private static SyncToolSpecification tool(
            String name,
            String description,
            Map<String, Object> schema,
            Function<Map<String, Object>, ToolAnswer> action) {
        return SyncToolSpecification.builder()
                .tool(Tool.builder(name, schema).description(description).build())
                .callHandler((exchange, request) -> result(action.apply(request.arguments())))
                .build();
    }

    private static CallToolResult result(ToolAnswer answer) {
        return CallToolResult.builder(List.of(TextContent.builder(answer.text()).build()))
                .isError(answer.failed())
                .build();
    }

    private static Map<String, Object> schema(List<String> required, Map<String, Object> properties) {
        return Map.of("type", "object", "properties", properties, "required", required);
    }

    private static Map<String, Object> described(String description) {
        return Map.of("type", "string", "description", description);
    }

    private static String text(Map<String, Object> arguments, String name) {
        return String.valueOf(arguments.get(name));
    }

    private static @Nullable String optional(Map<String, Object> arguments, String name) {
        Object value = arguments.get(name);
        return value == null ? null : value.toString();
    }

    private static int maxPages(Map<String, Object> arguments) {
        return arguments.get("maxPages") instanceof Number number ? number.intValue() : DEFAULT_PAGES;
    }

    private static @Nullable JsonNode tree(@Nullable Object value) {
        return value == null ? null : MAPPER.valueToTree(value);
    }
}
