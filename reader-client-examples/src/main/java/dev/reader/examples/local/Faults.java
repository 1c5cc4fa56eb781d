package dev.reader.examples.local;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The active faults. Thread-safe; can be changed while the local Reader runs. */
public final class Faults {
    private final List<Fault> active = new ArrayList<>();

    Faults(List<Fault> initial) {
        active.addAll(initial);
    }

    /** Adds a fault to the active ones. */
    public synchronized void add(Fault fault) {
        active.add(fault);
    }

    /**
     * Adds the fault that a specification describes; see {@link Fault#parse}.
     *
     * @throws IllegalArgumentException if the specification is invalid
     */
    public void add(String spec) {
        add(Fault.parse(spec));
    }

    /** Removes every fault of the kind. */
    public synchronized void remove(Fault.Kind kind) {
        active.removeIf(fault -> fault.kind() == kind);
    }

    /** Removes every fault. */
    public synchronized void clear() {
        active.clear();
    }

    /** Returns the active faults, each with its remaining occurrences. */
    public synchronized List<Fault> active() {
        return List.copyOf(active);
    }

    /**
     * Returns the first active fault of the kind that affects the path, and counts one occurrence; null if none does.
     */
    synchronized @Nullable Fault take(Fault.Kind kind, String path) {
        for (int i = 0; i < active.size(); i++) {
            Fault fault = active.get(i);
            if (fault.kind() == kind && path.startsWith(fault.pathPrefix())) {
                if (fault.times() == 1) {
                    active.remove(i);
                } else if (fault.times() != Fault.ALWAYS) {
                    active.set(i, fault.times(fault.times() - 1));
                }
                return fault;
            }
        }
        return null;
    }
}
