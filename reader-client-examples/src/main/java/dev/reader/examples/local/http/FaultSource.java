package dev.reader.examples.local.http;

import dev.reader.examples.local.Fault;
import org.jspecify.annotations.Nullable;

/** Supplies the active faults to the parts of the local Reader that inject them. */
@FunctionalInterface
public interface FaultSource {
    /**
     * Returns the first active fault of the kind that affects the path, and counts one occurrence; null if none does.
     */
    @Nullable
    Fault take(Fault.Kind kind, String path);
}
