/** The pages of Reader Desk, and what protects them. */
@NullMarked
package dev.reader.examples.desk.web;

import org.jspecify.annotations.NullMarked;
