package dev.reader.client.run;

import org.jspecify.annotations.Nullable;

/**
 * What the ledger notes about a URL.
 *
 * @param contentHash the hash of its content once it is stored, else null
 * @param failedRound the latest round in which it failed, or -1
 */
record UrlState(@Nullable Hash128 contentHash, int failedRound) {
    boolean isStored() {
        return contentHash != null;
    }
}
