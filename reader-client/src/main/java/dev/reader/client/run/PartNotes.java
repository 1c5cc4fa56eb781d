package dev.reader.client.run;

import java.util.List;

/** What is noted about a part of a job's results. */
record PartNotes(List<Stored> stored, List<UrlFailure> failures, int changed, int unchanged) {

    /** A page that was handled. */
    record Stored(Hash128 url, Hash128 content) {}

    static PartNotes ofFailures(List<UrlFailure> failures) {
        return new PartNotes(List.of(), failures, 0, 0);
    }

    boolean isEmpty() {
        return stored.isEmpty() && failures.isEmpty();
    }
}
