package dev.reader.client;

import dev.reader.client.model.Page;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Tells pages apart by 64 bits, so that what was delivered can be remembered without being kept. Among the 10,000 pages
 * that a job has at most, two different ones have the same bits with a chance of 3 in a million million.
 */
final class Fingerprint {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;

    private static final int PIECE = 8192;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Fingerprint() {}

    static long of(String text) {
        long hash = text.length();
        // A piece at a time, so that a text of hundreds of megabytes is not copied whole.
        for (int from = 0; from < text.length(); from += PIECE) {
            String piece = text.substring(from, Math.min(from + PIECE, text.length()));
            hash = join(hash, of(piece.getBytes(StandardCharsets.UTF_8)));
        }
        return mix(hash);
    }

    private static long of(byte[] bytes) {
        // Two strands, which the processor works at side by side; one would wait for each multiplication.
        long a = PRIME_1;
        long b = PRIME_2;
        int i = 0;
        for (; i + 15 < bytes.length; i += 16) {
            a = Long.rotateLeft(a * PRIME_1 + (long) LONGS.get(bytes, i), 31);
            b = Long.rotateLeft(b * PRIME_2 + (long) LONGS.get(bytes, i + 8), 29);
        }
        for (; i < bytes.length; i++) {
            a = Long.rotateLeft(a * PRIME_1 + bytes[i], 31);
        }
        return join(mix(a), b);
    }

    /** A page that was read, with all that is known about it. */
    static long of(Page page) {
        long hash = of(page.url());
        hash = join(hash, page.finalUrl());
        hash = join(hash, page.markdown());
        hash = join(hash, page.html());
        hash = join(hash, page.rawHtml());
        hash = join(hash, page.screenshot());
        hash = join(hash, page.extracted() == null ? null : page.extracted().toString());
        hash = join(hash, page.statusCode());
        hash = join(hash, page.proxyMode());
        hash = join(hash, page.credits());
        hash = join(hash, page.metadata());
        return join(hash, page.additionalProperties());
    }

    /** A page that failed. The stream tells no more about it than this, however much the results know. */
    static long ofFailed(String url, String error) {
        return join(join(PRIME_2, of(url)), of(error));
    }

    private static long join(long hash, @Nullable Object part) {
        return join(hash, part == null ? 1 : of(part.toString()));
    }

    private static long join(long hash, long part) {
        return mix(hash * PRIME_2 + part);
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 32)) * PRIME_2;
        mixed = (mixed ^ (mixed >>> 29)) * PRIME_1;
        return mixed ^ (mixed >>> 32);
    }
}
