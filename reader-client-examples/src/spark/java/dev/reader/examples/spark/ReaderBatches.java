package dev.reader.examples.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Reads URLs as batches, one for each task, into a Dataset with a row for each URL. */
public final class ReaderBatches {
    /** The columns of {@link #read}. A failed URL has an {@code error} and no {@code markdown}. */
    public static final StructType SCHEMA = new StructType()
            .add("url", DataTypes.StringType, false)
            .add("title", DataTypes.StringType)
            .add("markdown", DataTypes.StringType)
            .add("content_hash", DataTypes.StringType)
            .add("error", DataTypes.StringType)
            .add("run_id", DataTypes.StringType, false)
            .add("shard", DataTypes.IntegerType, false)
            .add("job_id", DataTypes.StringType, false);

    private ReaderBatches() {}

    /**
     * Reads pages. The distinct URLs are sorted and cut into shards in the driver, so the same URLs always give the same
     * shards, and no shuffle precedes the tasks: a lost executor repeats only its own.
     *
     * <p>Like every Dataset, it is evaluated again for each action. Within 24 hours that costs no credits, since the server
     * knows the idempotency keys, but it takes time: write it to Parquet first, and continue with that.
     *
     * @param spark the session
     * @param urls the URLs; the driver holds them in memory
     * @param options the options
     * @return the pages, with the columns of {@link #SCHEMA}
     */
    public static Dataset<Row> read(SparkSession spark, Dataset<String> urls, ReadOptions options) {
        List<String> sorted = urls.toDF("url")
                .select(trim(col("url")).as("url"))
                .where("url <> ''")
                .distinct()
                .sort("url")
                .as(Encoders.STRING())
                .collectAsList();
        List<Shard> shards = Shard.cut(sorted, options.shardSize());
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return spark.createDataFrame(
                context.parallelize(shards, Math.max(1, shards.size())).flatMap(new ShardReader(options)), SCHEMA);
    }

    /**
     * Adds the column {@code change}: {@code NEW}, {@code CHANGED} or {@code UNCHANGED} against the pages of an earlier run, and
     * null for a URL that failed.
     */
    public static Dataset<Row> compare(Dataset<Row> pages, Dataset<Row> earlier) {
        Dataset<Row> before = earlier.where("content_hash IS NOT NULL")
                .select(col("url"), col("content_hash").as("earlier_hash"));
        return pages.join(before, pages.col("url").equalTo(before.col("url")), "left_outer")
                .drop(before.col("url"))
                .withColumn(
                        "change",
                        when(col("content_hash").isNull(), lit(null))
                                .when(col("earlier_hash").isNull(), lit("NEW"))
                                .when(col("content_hash").equalTo(col("earlier_hash")), lit("UNCHANGED"))
                                .otherwise(lit("CHANGED")))
                .drop("earlier_hash");
    }

    /** Returns the URLs that the earlier run stored and that are not among the pages. */
    public static Dataset<String> gone(Dataset<Row> pages, Dataset<Row> earlier) {
        Dataset<Row> before = earlier.where("content_hash IS NOT NULL").select("url");
        return before.except(pages.select("url")).as(Encoders.STRING());
    }
}
