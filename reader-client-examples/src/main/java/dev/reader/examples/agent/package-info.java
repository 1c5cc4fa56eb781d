/** Reader as tools for language models: bounded answers, failures as text, and a cap on the credits. */
@NullMarked
package dev.reader.examples.agent;

import org.jspecify.annotations.NullMarked;
