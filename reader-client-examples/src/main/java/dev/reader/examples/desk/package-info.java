/** Reader Desk: a web application that reads pages for people and for a marketplace. docs/desk.md describes it. */
@NullMarked
package dev.reader.examples.desk;

import org.jspecify.annotations.NullMarked;
