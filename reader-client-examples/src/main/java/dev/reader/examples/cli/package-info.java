/** One command-line program over the client: {@code reader}, with a subcommand for each thing it does. */
@NullMarked
package dev.reader.examples.cli;

import org.jspecify.annotations.NullMarked;
