/** Implementation details of the public packages. Not exported; may change at any time. */
@NullMarked
package dev.reader.client.internal;

import org.jspecify.annotations.NullMarked;
