package dev.reader.examples.local;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults that are switched on. Thread-safe; may be changed while the local Reader runs. */
public final class Faults {
    private final List<Fault> active = new ArrayList<>();

    Faults(List<Fault> initial) {
        active.addAll(initial);
    }

    /** Switches a fault on, beside those that are. */
    public synchronized void add(Fault fault) {
        active.add(fault);
    }

    /**
     * As {@link #add(Fault)} with {@link Fault#parse}.
     *
     * @throws IllegalArgumentException if it is no fault's specification
     */
    public void add(String spec) {
        add(Fault.parse(spec));
    }

    /** Switches every fault of the kind off. */
    public synchronized void remove(Fault.Kind kind) {
        active.removeIf(fault -> fault.kind() == kind);
    }

    /** Switches every fault off. */
    public synchronized void clear() {
        active.clear();
    }

    /** The faults that are still to strike, with the times that are left. */
    public synchronized List<Fault> active() {
        return List.copyOf(active);
    }

    /** The first fault of the kind that strikes the path, counted as struck; null when none does. */
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
