/** Sources of URLs for runs: lists, columns of CSV files, and sitemaps. All of them are read lazily. */
@NullMarked
package dev.reader.examples.sources;

import org.jspecify.annotations.NullMarked;
