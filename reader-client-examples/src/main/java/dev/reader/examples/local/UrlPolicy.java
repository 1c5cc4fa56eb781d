package dev.reader.examples.local;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which URLs may be fetched. */
final class UrlPolicy {
    /** Hosts that hand out a machine's own credentials. */
    private static final Set<String> METADATA_HOSTS = Set.of("169.254.169.254", "metadata.google.internal");

    private final Set<String> blockedHosts;

    UrlPolicy(Set<String> blockedHosts) {
        this.blockedHosts = blockedHosts;
    }

    /** The URL as an absolute URI, or null when it is none. */
    static @Nullable URI parse(String url) {
        URI uri;
        try {
            uri = URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            return null;
        }
        return uri.getScheme() == null || (isHttp(uri) && uri.getHost() == null) ? null : uri;
    }

    /** Throws {@code url_blocked} for a URL that must not be fetched. */
    void check(URI uri) {
        if (!isHttp(uri)) {
            throw ApiException.blocked(uri.toString(), "only http and https URLs can be read");
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (METADATA_HOSTS.contains(host) || blockedHosts.contains(host)) {
            throw ApiException.blocked(uri.toString(), "the host " + host + " is on the block list");
        }
    }

    static boolean isHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }
}
