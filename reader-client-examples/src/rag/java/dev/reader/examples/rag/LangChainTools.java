package dev.reader.examples.rag;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.reader.examples.agent.ReaderTools;

/** The tools of an agent in LangChain4j: {@code AiServices.builder(…).tools(new LangChainTools(tools))}. */
public final class LangChainTools {
    private final ReaderTools tools;

    public LangChainTools(ReaderTools tools) {
        this.tools = tools;
    }

    @Tool("Reads a web page and returns its title, URL and Markdown")
    public String readPage(@P("the absolute URL") String url) {
        return tools.scrape(url).text();
    }

    @Tool("Reads the pages of a site, so that searchPages can search them")
    public String crawlSite(@P("the absolute URL of the first page") String url, @P("the most pages") int maxPages) {
        return tools.crawl(url, maxPages).text();
    }

    @Tool("Searches the pages of the last crawl")
    public String searchPages(@P("the words to look for") String query) {
        return tools.search(query).text();
    }
}
