package dev.reader.examples.local.scrape;

import dev.reader.examples.local.http.AddressPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Creates sockets that connect only to addresses that the {@link AddressPolicy} allows. The address is checked when it
 * is connected to, so that a name can't resolve to another address after the check.
 */
final class GuardedSockets extends SocketFactory {
    /** Signals that an address must not be connected to. */
    @SuppressWarnings("serial") // never serialized
    static final class RefusedAddressException extends IOException {
        RefusedAddressException(String reason) {
            super(reason);
        }
    }

    private final AddressPolicy policy;

    GuardedSockets(AddressPolicy policy) {
        this.policy = policy;
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                if (!(endpoint instanceof InetSocketAddress target) || target.getAddress() == null) {
                    throw new RefusedAddressException("the address is unknown: " + endpoint);
                }
                String refusal = policy.refusal(target.getAddress(), target.getPort());
                if (refusal != null) {
                    throw new RefusedAddressException(refusal);
                }
                super.connect(endpoint, timeout);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw onlyUnconnected();
    }

    private static UnsupportedOperationException onlyUnconnected() {
        return new UnsupportedOperationException("only unconnected sockets are created");
    }
}
