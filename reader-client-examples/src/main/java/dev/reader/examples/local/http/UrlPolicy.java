package dev.reader.examples.local.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which URLs may be fetched. A host that spells an address is judged at once; a name is judged by {@link
 * #addresses} when a connection to it is made.
 */
public final class UrlPolicy {
    private static final Set<String> METADATA_HOSTS = Set.of("metadata.google.internal", "metadata");

    /** Numbers with a leading zero or in hex, which some programs read as octal or hex and others do not. */
    private static final Pattern AMBIGUOUS_NUMBER =
            Pattern.compile("([0-9]+\\.)*(0[0-9]+|0x[0-9a-f]*)(\\.[0-9a-fx]+)*");

    private final Set<String> blockedHosts;
    private final AddressPolicy addresses;

    public UrlPolicy(Set<String> blockedHosts, AddressPolicy addresses) {
        this.blockedHosts = blockedHosts;
        this.addresses = addresses;
    }

    public AddressPolicy addresses() {
        return addresses;
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
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (METADATA_HOSTS.contains(name) || blockedHosts.contains(name)) {
            throw ApiException.blocked(uri.toString(), "the host " + name + " is on the block list");
        }
        InetAddress address = AddressPolicy.parse(host);
        String refusal = address == null ? null : addresses.refusal(address, port(uri));
        if (refusal == null && AMBIGUOUS_NUMBER.matcher(name).matches()) {
            refusal = "programs read the address " + name + " differently; write it in decimal";
        }
        if (refusal != null) {
            throw ApiException.blocked(uri.toString(), refusal);
        }
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    public static boolean isHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }
}
