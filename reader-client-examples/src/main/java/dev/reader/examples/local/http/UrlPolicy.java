package dev.reader.examples.local.http;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which URLs may be fetched. */
public final class UrlPolicy {
    /** Hosts that give a machine its own credentials. */
    private static final Set<String> METADATA_HOSTS = Set.of("169.254.169.254", "metadata.google.internal");

    private final Set<String> blockedHosts;

    public UrlPolicy(Set<String> blockedHosts) {
        this.blockedHosts = blockedHosts;
    }

    /** Returns the URL as an absolute URI, or null if it is invalid. */
    public static @Nullable URI parse(String url) {
        URI uri;
        try {
            uri = URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            return null;
        }
        return uri.getScheme() == null || (isHttp(uri) && uri.getHost() == null) ? null : uri;
    }

    /** Throws {@code url_blocked} if the URL must not be fetched. */
    public void check(URI uri) {
        if (!isHttp(uri)) {
            throw ApiException.blocked(uri.toString(), "only http and https URLs can be read");
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (METADATA_HOSTS.contains(host) || blockedHosts.contains(host)) {
            throw ApiException.blocked(uri.toString(), "the host " + host + " is on the block list");
        }
    }

    public static boolean isHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }
}
