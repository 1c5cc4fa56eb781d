/** Lists and results, page by page: iterating, collecting in parallel, and splitting pages that are too large. */
@NullMarked
package dev.reader.client.internal.paging;

import org.jspecify.annotations.NullMarked;
