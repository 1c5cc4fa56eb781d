package dev.reader.examples.local.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/** Breaks the connection of a request as an unreliable network does. */
public final class ConnectionFaults {
    private ConnectionFaults() {}

    /** Sends a TCP reset, so that the client's next read or write fails. */
    public static void reset(HttpServletRequest request) throws IOException {
        EndPoint endPoint = endPoint(request);
        if (endPoint instanceof SocketChannelEndPoint socket) {
            socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        endPoint.close();
    }

    /** Closes the connection cleanly, but in the middle of the response. */
    public static void drop(HttpServletRequest request) {
        endPoint(request).close();
    }

    private static EndPoint endPoint(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }
}
