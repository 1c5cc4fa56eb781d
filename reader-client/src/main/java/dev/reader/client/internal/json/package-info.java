/** JSON as the Reader API speaks it. */
@NullMarked
package dev.reader.client.internal.json;

import org.jspecify.annotations.NullMarked;
