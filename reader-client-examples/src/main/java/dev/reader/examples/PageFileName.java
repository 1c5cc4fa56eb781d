package dev.reader.examples;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The file name of a page, which depends on its URL alone.
 *
 * <p>A short URL of {@code https}, lower-case letters, digits, dots and dashes becomes a name that reads like it: {@code
 * https://example.com/docs/api} becomes {@code example.com_docs_api}. Every other name ends in a hash of the URL, because
 * several URLs can read the same, or differ only by case: {@code example.com_search-q-tides~1f0c6a3b9d}.
 */
final class PageFileName {
    private static final int MAX_BYTES = 120;
    private static final int HASH_DIGITS = 10;
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9.-]*(?:/[a-z0-9.-]+)*");
    private static final Pattern RESERVED_ON_WINDOWS =
            Pattern.compile("(?:con|prn|aux|nul|com\\d|lpt\\d)(?:\\..*)?", Pattern.CASE_INSENSITIVE);
    private static final Charset FILE_NAMES =
            Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));

    private PageFileName() {}

    /** Returns the name, without an extension: at most 140 bytes, distinct on file systems that ignore case. */
    static String of(String url) {
        return of(url, FILE_NAMES);
    }

    static String of(String url, Charset charset) {
        String plain = url.replaceFirst("^https://", "").replaceFirst("^([^/?#]+)/$", "$1");
        if (url.startsWith("https://")
                && plain.length() <= MAX_BYTES
                && PLAIN.matcher(plain).matches()
                && !RESERVED_ON_WINDOWS.matcher(plain).matches()) {
            return plain.replace('/', '_');
        }
        return readable(url, charset) + "~" + hash(url);
    }

    /** Returns a name that ends in a key instead, which tells any number of URLs apart. */
    static String of(String url, String key) {
        return readable(url, FILE_NAMES) + "~" + key;
    }

    /** Returns the letters and digits of a URL, those of other scripts too if file names can have them. */
    private static String readable(String url, Charset charset) {
        String text =
                Normalizer.normalize(decoded(url.replaceFirst("(?i)^[a-z][a-z0-9+.-]*://", "")), Normalizer.Form.NFC);
        StringBuilder name = new StringBuilder();
        int bytes = 0;
        for (int character : text.codePoints().toArray()) {
            String part = part(character, charset);
            if (part.equals("-") && name.toString().endsWith("-")) {
                continue;
            }
            bytes += part.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                break;
            }
            name.append(part);
        }
        String trimmed = name.toString().replaceAll("^[-._]+|[-._]+$", "");
        return trimmed.isEmpty() ? "page" : trimmed;
    }

    private static String part(int character, Charset charset) {
        if (character == '/') {
            return "_";
        }
        String text = Character.toString(character);
        boolean named = character == '.'
                || ((Character.isLetterOrDigit(character) || Character.getType(character) == Character.NON_SPACING_MARK)
                        && charset.newEncoder().canEncode(text));
        return named ? text : "-";
    }

    private static String decoded(String url) {
        try {
            return URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // a percent sign that encodes nothing
            return url;
        }
    }

    private static String hash(String url) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
