package dev.reader.examples.desk.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs texts, and compares secrets in constant time. Immutable and thread-safe. */
public final class Tokens {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    public Tokens(byte[] secret) {
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** Returns the signature of a text, in 43 characters that are safe in a URL. */
    public String sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** Returns true if the signature is that of the text. */
    public boolean verify(String text, @Nullable String signature) {
        return signature != null && same(sign(text), signature);
    }

    /** Compares in a time that does not depend on where the texts differ. */
    public static boolean same(String expected, String given) {
        return MessageDigest.isEqual(digest(expected), digest(given));
    }

    /** Digests have one length, so that the time does not tell the length of the expected text either. */
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
