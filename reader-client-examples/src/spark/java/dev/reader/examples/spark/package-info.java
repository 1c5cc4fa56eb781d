/** Batches whose pages become a Dataset of Apache Spark; docs/spark.md is the guide. */
@NullMarked
package dev.reader.examples.spark;

import org.jspecify.annotations.NullMarked;
