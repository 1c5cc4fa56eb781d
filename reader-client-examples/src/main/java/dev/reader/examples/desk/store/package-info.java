/** The database of Reader Desk: one class for each table, in SQL that PostgreSQL and H2 accept. */
@NullMarked
package dev.reader.examples.desk.store;

import org.jspecify.annotations.NullMarked;
