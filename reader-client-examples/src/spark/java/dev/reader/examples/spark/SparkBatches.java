package dev.reader.examples.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a file of URLs into Parquet, on this machine or on a cluster, and tells what changed since an earlier run. */
@Command(
        name = "spark-batches",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Reads URLs into Parquet. The API key is in READER_API_KEY, the base URL, if it is another one, in"
                        + " READER_API_URL.")
public final class SparkBatches implements Callable<Integer> {
    private final Map<String, String> environment;
    private final PrintStream out;

    @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run; the same id within 24 h costs nothing.")
    private String run = "";

    @Parameters(index = "1", paramLabel = "URLS", description = "Text file with one URL a line, at any path of Spark.")
    private String urls = "";

    @Parameters(index = "2", paramLabel = "OUT", description = "Directory for the Parquet files; must not exist.")
    private String output = "";

    @Option(
            names = "--master",
            paramLabel = "URL",
            defaultValue = "local[*]",
            description = "Master of the cluster, such as spark://host:7077. Default: ${DEFAULT-VALUE}, this process")
    private String master = "";

    @Option(names = "--compare", paramLabel = "DIR", description = "Parquet files of an earlier run to compare with.")
    private @Nullable String earlier;

    @Option(
            names = "--shard-size",
            paramLabel = "N",
            defaultValue = "1000",
            description = "URLs of a job. Default: ${DEFAULT-VALUE}")
    private int shardSize;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "60",
            description = "Requests a minute of one executor. Default: ${DEFAULT-VALUE}")
    private int requests;

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "Setting of Spark, such as spark.cores.max=10. Can be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    SparkBatches(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /** Runs the program. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SparkBatches(System.getenv(), System.out)).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        ReadOptions options = ReadOptions.of(run, environment.getOrDefault("READER_API_KEY", ""))
                .withShardSize(shardSize)
                .withRequestsPerMinute(requests);
        String baseUrl = environment.getOrDefault("READER_API_URL", "");
        if (!baseUrl.isEmpty()) {
            options = options.withBaseUrl(baseUrl);
        }
        SparkSession.Builder builder =
                SparkSession.builder().appName("reader " + run).master(master);
        settings.forEach((key, value) -> builder.config(key, value));
        try (SparkSession spark = builder.getOrCreate()) {
            execute(spark, options);
        }
        return 0;
    }

    private void execute(SparkSession spark, ReadOptions options) {
        Dataset<Row> pages = ReaderBatches.read(spark, spark.read().textFile(urls), options);
        if (earlier == null) {
            pages.write().parquet(output);
        } else {
            ReaderBatches.compare(pages, spark.read().parquet(earlier)).write().parquet(output);
        }
        Dataset<Row> written = spark.read().parquet(output);
        out.println(
                written.count() + " URLs, " + written.where("error IS NOT NULL").count() + " failed");
        if (earlier != null) {
            for (Row change :
                    written.groupBy("change").count().orderBy("change").collectAsList()) {
                out.println(change.getLong(1) + " " + (change.isNullAt(0) ? "failed" : change.getString(0)));
            }
            out.println(
                    ReaderBatches.gone(written, spark.read().parquet(earlier)).count() + " GONE");
        }
    }
}
