/** Takes jobs from the click to their stored results, and hears what Reader says about them. */
@NullMarked
package dev.reader.examples.desk.jobs;

import org.jspecify.annotations.NullMarked;
