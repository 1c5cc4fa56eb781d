/**
 * Reads pages: fetches them, converts them to Markdown, takes screenshots, extracts data. Internal to the local Reader.
 */
@NullMarked
package dev.reader.examples.local.scrape;

import org.jspecify.annotations.NullMarked;
