/** What is behind the public packages. Not exported and free to change. */
@NullMarked
package dev.reader.client.internal;

import org.jspecify.annotations.NullMarked;
