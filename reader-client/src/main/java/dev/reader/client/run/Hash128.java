package dev.reader.client.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The first 128 bits of a SHA-256: identifies a URL or a page's content in the ledger. */
record Hash128(long high, long low) implements Comparable<Hash128> {
    static final int BYTES = 16;

    static Hash128 of(String text) {
        return ofBytes(sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Reads the first 16 bytes. */
    static Hash128 ofBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Hash128(buffer.getLong(), buffer.getLong());
    }

    /** Hashes parts in their order; a zero byte separates them. */
    static byte[] sha256(byte[]... parts) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) {
                digest.update((byte) 0);
            }
            digest.update(parts[i]);
        }
        return digest.digest();
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    @Override
    public int compareTo(Hash128 other) {
        int order = Long.compareUnsigned(high, other.high);
        return order == 0 ? Long.compareUnsigned(low, other.low) : order;
    }
}
