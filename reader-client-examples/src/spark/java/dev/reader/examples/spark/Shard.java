package dev.reader.examples.spark;

import dev.reader.client.BatchRequest;
import dev.reader.client.model.Format;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The URLs of one batch. Equal shards of a run make equal requests under the same idempotency key. */
record Shard(int number, ArrayList<String> urls) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Cuts URLs into shards in their order. */
    static List<Shard> cut(List<String> urls, int size) {
        List<Shard> shards = new ArrayList<>();
        for (int from = 0; from < urls.size(); from += size) {
            List<String> part = urls.subList(from, Math.min(from + size, urls.size()));
            shards.add(new Shard(shards.size(), new ArrayList<>(part)));
        }
        return shards;
    }

    BatchRequest request(String runId) {
        return BatchRequest.builder(urls)
                .formats(Format.MARKDOWN)
                .idempotencyKey(key(runId))
                .build();
    }

    /** The hash of the run, the shard and what determines the request. */
    String key(String runId) {
        return sha256(runId + '\n' + number + '\n' + Format.MARKDOWN + '\n' + String.join("\n", urls));
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
