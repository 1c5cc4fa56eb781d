/** The command-line program {@code reader}, with a subcommand for each task of the API. */
@NullMarked
package dev.reader.examples.cli;

import org.jspecify.annotations.NullMarked;
