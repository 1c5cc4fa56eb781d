package dev.reader.examples.local.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides which network addresses may be connected to. It judges an address, never the spelling of a host: every
 * spelling and every name arrives here as the address that it resolves to, at the moment of the connection.
 *
 * <p>Addresses of this machine, of private networks and of link-local networks are refused, unless they are allowed.
 * Addresses that give a cloud machine its credentials are always refused.
 */
public final class AddressPolicy {
    private static final Set<InetAddress> METADATA_ADDRESSES =
            Set.of(literal("169.254.169.254"), literal("100.100.100.200"), literal("fd00:ec2::254"));
    private static final int IPV4_BYTES = 4;
    /** Prefixes of IPv6 addresses that contain an IPv4 address: translated, 6to4, compatible. */
    private static final byte[] TRANSLATED = prefix("64:ff9b::", 12);

    private static final byte[] SIX_TO_FOUR = prefix("2002::", 2);
    private static final byte[] COMPATIBLE = new byte[12];

    private final Set<InetAddress> blocked = new HashSet<>();
    private final Set<InetSocketAddress> allowed = ConcurrentHashMap.newKeySet();
    private final boolean privateAllowed;

    /**
     * Creates a policy.
     *
     * @param privateAllowed whether addresses of this machine and of private networks are allowed
     * @param blockedHosts further addresses to refuse; entries that are names are ignored
     */
    public AddressPolicy(boolean privateAllowed, Set<String> blockedHosts) {
        this.privateAllowed = privateAllowed;
        for (String host : blockedHosts) {
            InetAddress address = parse(host);
            if (address != null) {
                blocked.add(address);
            }
        }
    }

    /**
     * Allows one address and port, whatever its network.
     *
     * @param address a literal address
     */
    public void allow(String address, int port) {
        allowed.add(new InetSocketAddress(literal(address), port));
    }

    /** Returns why the address must not be connected to; null if it may. */
    public @Nullable String refusal(InetAddress resolved, int port) {
        InetAddress address = embedded(resolved);
        String text = address.getHostAddress();
        if (METADATA_ADDRESSES.contains(address) || blocked.contains(address)) {
            return "the address " + text + " is on the block list";
        }
        if (privateAllowed || allowed.contains(new InetSocketAddress(address, port)) || !isPrivate(address)) {
            return null;
        }
        return "the address " + text + " belongs to this machine or to a private network";
    }

    /**
     * Returns the address that a host spells, in any notation; null if the host is a name. Resolves nothing.
     *
     * @param host the host of a URL; an IPv6 address may be in brackets
     */
    public static @Nullable InetAddress parse(String host) {
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        String text = brackets ? host.substring(1, host.length() - 1) : host;
        if (!text.contains(":") && !text.matches("(?i)([0-9]+|0x[0-9a-f]*)(\\.([0-9]+|0x[0-9a-f]*)){0,3}\\.?")) {
            return null;
        }
        try {
            return InetAddress.getByName(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        if (bytes.length == IPV4_BYTES) {
            return first == 0
                    || first >= 240
                    || (first == 100 && second >= 64 && second < 128) // shared by the customers of a provider
                    || (first == 198 && (second == 18 || second == 19)) // benchmarks
                    || (first == 192 && second == 0 && bytes[2] == 0); // protocol assignments
        }
        return (first & 0xfe) == 0xfc; // unique local
    }

    /** Returns the IPv4 address inside an IPv6 address, or the address itself. */
    private static InetAddress embedded(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        int offset = startsWith(bytes, TRANSLATED) || startsWith(bytes, COMPATIBLE)
                ? bytes.length - IPV4_BYTES
                : startsWith(bytes, SIX_TO_FOUR) ? SIX_TO_FOUR.length : -1;
        if (offset < 0 || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return address;
        }
        return address(Arrays.copyOfRange(bytes, offset, offset + IPV4_BYTES));
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] prefix(String address, int length) {
        return Arrays.copyOf(literal(address).getAddress(), length);
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address + " is not an address", e);
        }
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, e);
        }
    }
}
