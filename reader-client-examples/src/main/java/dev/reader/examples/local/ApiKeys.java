package dev.reader.examples.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The keys that open the API. */
final class ApiKeys {
    private final byte[] key;

    ApiKeys(String key) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    void authenticate(@Nullable String presented) {
        if (presented == null) {
            throw new ApiException(ErrorCode.UNAUTHENTICATED, "The header x-api-key is missing");
        }
        if (!MessageDigest.isEqual(key, presented.getBytes(StandardCharsets.UTF_8))) {
            throw new ApiException(ErrorCode.UNAUTHENTICATED, "The API key is not valid");
        }
    }
}
