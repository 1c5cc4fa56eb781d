package dev.reader.examples.desk.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may see the pages. On loopback without a password, everyone who asks for a name of this machine: another name
 * that resolves to it is a page of somebody else's in the user's browser. Otherwise who knows the password, by Basic
 * authentication, or whom the proxy lets through, by a header with a value that only the proxy knows.
 */
public final class Access {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final @Nullable String password;
    private final @Nullable String proxyHeader;
    private final String proxyValue;

    /**
     * Creates it.
     *
     * @param proxyHeader {@code Name: value}
     */
    public Access(@Nullable String password, @Nullable String proxyHeader) {
        this.password = password;
        if (proxyHeader == null) {
            this.proxyHeader = null;
            this.proxyValue = "";
        } else {
            int colon = proxyHeader.indexOf(':');
            this.proxyHeader = proxyHeader.substring(0, colon).strip();
            this.proxyValue = proxyHeader.substring(colon + 1).strip();
        }
    }

    /** Returns true if a secret protects the pages. */
    public boolean needsSecret() {
        return password != null || proxyHeader != null;
    }

    /** Returns true if the browser should ask for a password. */
    boolean asksForPassword() {
        return password != null;
    }

    boolean permits(HttpServletRequest request) {
        if (!needsSecret()) {
            return LOOPBACK.contains(hostWithoutPort(request));
        }
        return proxyPermits(request) || passwordPermits(request);
    }

    private static String hostWithoutPort(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return host == null ? "" : host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
    }

    private boolean proxyPermits(HttpServletRequest request) {
        String given = proxyHeader == null ? null : request.getHeader(proxyHeader);
        return given != null && Tokens.same(proxyValue, given);
    }

    private boolean passwordPermits(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (password == null || header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return false;
        }
        try {
            String decoded =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            // any user name
            return Tokens.same(password, decoded.substring(decoded.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
