package dev.reader.client.webhook;

import dev.reader.client.internal.WebhookSecrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Computes, formats and parses signatures: HMAC-SHA256 over {@code timestamp + "." + body}. */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final int HEX_DIGITS = 64;

    private Signature() {}

    static SecretKeySpec key(String name, String secret) {
        return new SecretKeySpec(WebhookSecrets.check(name, secret).getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    static byte[] compute(SecretKeySpec key, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(timestamp.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) '.');
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    ALGORITHM + " is not available, although every Java platform must provide it", e);
        }
    }

    static boolean matches(SecretKeySpec key, String timestamp, byte[] body, byte[] given) {
        return MessageDigest.isEqual(compute(key, timestamp, body), given);
    }

    static String format(byte[] signature) {
        return PREFIX + HexFormat.of().formatHex(signature);
    }

    /** Parses a header strictly; returns null unless it is the prefix followed by 64 lowercase hex digits. */
    static byte @Nullable [] parse(String header) {
        if (header.length() != PREFIX.length() + HEX_DIGITS || !header.startsWith(PREFIX)) {
            return null;
        }
        byte[] signature = new byte[HEX_DIGITS / 2];
        for (int i = 0; i < signature.length; i++) {
            int at = PREFIX.length() + 2 * i;
            int high = digit(header.charAt(at));
            int low = digit(header.charAt(at + 1));
            if (high < 0 || low < 0) {
                return null;
            }
            signature[i] = (byte) (high << 4 | low);
        }
        return signature;
    }

    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
