package dev.reader.examples.rag;

import dev.reader.examples.agent.ReaderTools;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;

/** The tools of an agent in Spring AI: {@code ChatClient.create(model).prompt(…).tools(new SpringAiTools(tools))}. */
public final class SpringAiTools {
    private final ReaderTools tools;

    public SpringAiTools(ReaderTools tools) {
        this.tools = tools;
    }

    @Tool(description = "Reads a web page and returns its title, URL and Markdown")
    public String readPage(@ToolParam(description = "the absolute URL") String url) {
        return tools.scrape(url).text();
    }

    @Tool(description = "Reads the pages of a site, so that searchPages can search them")
    public String crawlSite(
            @ToolParam(description = "the absolute URL of the first page") String url,
            @ToolParam(description = "the most pages") int maxPages) {
        return tools.crawl(url, maxPages).text();
    }

    @Tool(description = "Searches the pages of the last crawl")
    public String searchPages(@ToolParam(description = "the words to look for") String query) {
        return tools.search(query).text();
    }
}
