package dev.reader.examples.rag;

import dev.langchain4j.data.document.splitter.DocumentSplitters;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.reader.client.ReaderClient;
import dev.reader.client.error.ReaderException;
import dev.reader.examples.local.LocalReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Answers a question about a site with its best passages and their sources. Needs no key and no network: it crawls the
 * sample site of a local Reader, and the embedding model runs in this process. With {@code READER_API_KEY} and {@code
 * --site} it crawls a real site. The second run embeds only the pages that have changed.
 */
@Command(
        name = "ask-site",
        mixinStandardHelpOptions = true,
        description = "Answers a question about a site with its best passages and their sources.")
public final class AskSite implements Callable<Integer> {
    /** Replace this line to use another model or splitter. */
    static Indexing indexing() {
        return new Indexing(
                "minilm-500-50", new AllMiniLmL6V2QuantizedEmbeddingModel(), DocumentSplitters.recursive(500, 50));
    }

    private static final int MAX_PAGES = 200;
    private static final int PASSAGES = 3;

    private final Map<String, String> environment;
    private final PrintStream out;

    @Parameters(
            arity = "0..*",
            paramLabel = "WORD",
            description = "The question (default: ${DEFAULT-VALUE})",
            defaultValue = "How do I calibrate a gauge?")
    String[] question = {};

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description = "Where the vectors are kept (default: ${DEFAULT-VALUE})")
    Path store = Path.of("target", "ask-site");

    @Option(names = "--site", paramLabel = "URL", description = "The site to crawl (default: the sample site)")
    @Nullable
    String site;

    @Option(
            names = "--site-port",
            paramLabel = "PORT",
            description = "Port of the sample site. Another port means other URLs and links, so that every page counts"
                    + " as new (default: ${DEFAULT-VALUE})")
    int sitePort = 3459;

    AskSite(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new AskSite(System.getenv(), System.out)).execute(args));
    }

    @Override
    public Integer call() throws SQLException {
        try {
            if (environment.get("READER_API_KEY") != null && site != null) {
                try (ReaderClient reader = ReaderClient.fromEnvironment()) {
                    ask(reader, site, indexing());
                }
            } else {
                askLocally();
            }
            return 0;
        } catch (ReaderException e) {
            System.err.println("Failed: " + e.getMessage());
            return 1;
        }
    }

    private void askLocally() throws SQLException {
        try (LocalReader local = LocalReader.builder().sitePort(sitePort).start();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey(local.apiKey())
                        .baseUrl(local.baseUrl())
                        .build()) {
            ask(reader, site == null ? local.siteUrl() : site, indexing());
        }
    }

    /** Brings the store up to date and prints the best passages. */
    SiteIndexer.Summary ask(ReaderClient reader, String from, Indexing indexing) throws SQLException {
        try (PassageStore passages = PassageStore.open(store)) {
            SiteIndexer.Summary summary = new SiteIndexer(reader, indexing, passages)
                    .index(from, MAX_PAGES, (url, error) -> out.println("not read: " + url + ": " + error));
            out.println(summary.added() + " new, " + summary.changed() + " changed, " + summary.unchanged()
                    + " unchanged, " + summary.gone() + " gone; embedded " + summary.passages() + " passages");
            String words = String.join(" ", question);
            out.println();
            out.println(words);
            for (PassageStore.Match match :
                    passages.nearest(indexing.model().embed(words).content(), PASSAGES)) {
                out.printf("%n%.2f  %s%n%s%n", match.similarity(), match.title(), match.url());
                match.text().lines().forEach(line -> out.println("  | " + line));
            }
            return summary;
        }
    }
}
