package dev.reader.client.run;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The URLs of a run in memory: an open-addressed table of 128-bit hashes, with the content's hash once a page is stored and
 * the round in which a URL failed last. Takes 34 bytes a slot and is at most three quarters full. Not thread-safe.
 */
final class UrlTable {
    private static final int MIN_CAPACITY = 1 << 10;
    private static final byte FREE = -2;
    private static final byte NEVER_FAILED = -1;

    private long[] keys = new long[2 * MIN_CAPACITY];
    private long[] contents = new long[2 * MIN_CAPACITY];
    /** The round of the last failure, or FREE or NEVER_FAILED. */
    private byte[] failedRounds = free(MIN_CAPACITY);

    private boolean[] stored = new boolean[MIN_CAPACITY];
    private int size;

    private static byte[] free(int capacity) {
        byte[] all = new byte[capacity];
        Arrays.fill(all, FREE);
        return all;
    }

    boolean contains(Hash128 url) {
        return failedRounds[slot(url.high(), url.low())] != FREE;
    }

    void add(Hash128 url) {
        if (4 * (size + 1L) > 3L * failedRounds.length) {
            grow();
        }
        int slot = slot(url.high(), url.low());
        if (failedRounds[slot] == FREE) {
            put(slot, url.high(), url.low());
            size++;
        }
    }

    private void put(int slot, long high, long low) {
        keys[2 * slot] = high;
        keys[2 * slot + 1] = low;
        failedRounds[slot] = NEVER_FAILED;
    }

    void stored(Hash128 url, Hash128 content) {
        int slot = slot(url.high(), url.low());
        stored[slot] = true;
        contents[2 * slot] = content.high();
        contents[2 * slot + 1] = content.low();
    }

    void failed(Hash128 url, int round) {
        int slot = slot(url.high(), url.low());
        if (failedRounds[slot] != FREE) {
            failedRounds[slot] = (byte) round;
        }
    }

    /** Returns the state of a URL, or null if the table does not contain it. */
    @Nullable
    UrlState state(Hash128 url) {
        int slot = slot(url.high(), url.low());
        if (failedRounds[slot] == FREE) {
            return null;
        }
        Hash128 content = stored[slot] ? new Hash128(contents[2 * slot], contents[2 * slot + 1]) : null;
        return new UrlState(content, failedRounds[slot]);
    }

    /** Returns the slot of a hash, or the free slot where it belongs. */
    private int slot(long high, long low) {
        int mask = failedRounds.length - 1;
        int slot = (int) low & mask;
        while (failedRounds[slot] != FREE && (keys[2 * slot] != high || keys[2 * slot + 1] != low)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldContents = contents;
        byte[] oldRounds = failedRounds;
        boolean[] oldStored = stored;
        int capacity = Math.multiplyExact(2, oldRounds.length);
        keys = new long[Math.multiplyExact(2, capacity)];
        contents = new long[2 * capacity];
        failedRounds = free(capacity);
        stored = new boolean[capacity];
        for (int old = 0; old < oldRounds.length; old++) {
            if (oldRounds[old] != FREE) {
                int slot = slot(oldKeys[2 * old], oldKeys[2 * old + 1]);
                put(slot, oldKeys[2 * old], oldKeys[2 * old + 1]);
                failedRounds[slot] = oldRounds[old];
                stored[slot] = oldStored[old];
                contents[2 * slot] = oldContents[2 * old];
                contents[2 * slot + 1] = oldContents[2 * old + 1];
            }
        }
    }
}
