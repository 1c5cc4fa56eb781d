package dev.reader.examples.local.scrape;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A response of a web server.
 *
 * @param finalUrl the URL after redirects
 * @param contentType the header as received; empty if it is missing
 * @param location the target of a redirect, or null
 * @param cut whether the body is larger than the limit, and only its beginning is here
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FetchedDocument(
        URI finalUrl,
        int status,
        String contentType,
        @Nullable String location,
        byte[] body,
        boolean cut) {
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([\\w.:-]+)", Pattern.CASE_INSENSITIVE);

    boolean isHtml() {
        String type = mediaType();
        return type.isEmpty() || type.equals("text/html") || type.equals("application/xhtml+xml");
    }

    boolean isText() {
        String type = mediaType();
        return type.startsWith("text/") || type.endsWith("json") || type.endsWith("xml");
    }

    String mediaType() {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** Returns the character set that the header names, or null. */
    @Nullable
    String charset() {
        Matcher matcher = CHARSET.matcher(contentType);
        return matcher.find() && Charset.isSupported(matcher.group(1)) ? matcher.group(1) : null;
    }

    String text() {
        String charset = charset();
        return new String(body, charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset));
    }
}
